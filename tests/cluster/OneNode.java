import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/** One OpenSearch node out of Maven's jars: java -cp 'lib/*:.' OneNode HOME, where HOME/config/opensearch.yml says the rest. */
public class OneNode extends Node {
    OneNode(Environment environment, List<String> plugins) {
        super(environment, plugins.stream().map(name -> new PluginInfo(name, "of the class path", "NA", Version.CURRENT,
            Integer.toString(Runtime.version().feature()), name, null, List.of(), false)).toList(), true);
    }

    @Override
    protected void configureNodeAndClusterIdStateListener(org.opensearch.cluster.service.ClusterService service) {
        // its log's layout sets the node's name, and may do so only once for each process
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Settings settings = Settings.builder().put("path.home", home).build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> "node");
        LogConfigurator.registerErrorListener();
        LogConfigurator.configure(environment);
        List<String> plugins = List.of("org.opensearch.transport.Netty4ModulePlugin",
            "org.opensearch.analysis.common.CommonAnalysisModulePlugin");
        OneNode node = new OneNode(environment, plugins);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception ignored) {
                // the process ends anyway
            }
        }));
        node.start();
        while (System.in.read() >= 0) {
            // whoever started this node holds the other end of the pipe
        }
        System.exit(0);
    }
}
