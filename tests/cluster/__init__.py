"""A real OpenSearch cluster for tests: three JVMs on 127.0.0.1 (`make cluster-test`)."""
