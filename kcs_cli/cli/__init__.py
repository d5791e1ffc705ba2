"""The command line: a request becomes a service call, its report becomes output."""
