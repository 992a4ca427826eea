// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.demo;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.guidon.server.access.AccessConfiguration;
import dev.guidon.server.delivery.GrpcServer;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.Async;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the demo project once the server is up, and prints how to go on.
@Singleton
@Requires(property = "guidon.demo.secrets-file")
public class Demo {

  private static final Logger LOG = LoggerFactory.getLogger("dev.guidon.server.demo");

  private final Path secretsFile;
  private final Path tokenFile;
  private final GrpcServer grpcServer;
  private final PrintStream out;

  /// @param out where people look for what to do next
  Demo(
      DemoConfiguration configuration,
      AccessConfiguration access,
      GrpcServer grpcServer,
      PrintStream out) {
    this.secretsFile = Objects.requireNonNull(configuration.secretsFile(), "secretsFile");
    this.tokenFile =
        Objects.requireNonNull(access.adminTokenFile(), "guidon.access.admin-token-file");
    this.grpcServer = grpcServer;
    this.out = out;
  }

  @EventListener
  @Async(TaskExecutors.BLOCKING)
  void begin(ServerStartupEvent event) {
    EmbeddedServer server = event.getSource();
    try {
      DemoSecrets secrets = prepare(server);
      secrets.write(secretsFile);
      print(secrets);
    } catch (IOException | IllegalStateException e) {
      LOG.error("The demo project could not be made; the server runs without it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private DemoSecrets prepare(EmbeddedServer server) throws IOException, InterruptedException {
    String token = Files.readString(tokenFile).strip();
    var project = new DemoProject(server.getURI(), token);
    project.makeIfMissing();
    String sdkKey = DemoSecrets.sdkKeyIn(secretsFile);
    if (sdkKey == null || !project.takes(sdkKey)) {
      sdkKey = project.makeSdkKey("demo-" + UuidCreator.getTimeOrderedEpoch());
    }
    return new DemoSecrets(
        server.getURI().toString(), "127.0.0.1:" + grpcServer.port(), token, sdkKey);
  }

  private void print(DemoSecrets secrets) {
    out.printf(
        """

        Guidon is up at %1$s (SDKs connect to %2$s).

          SDK key       %4$s   (project demo, environment development)
          admin token   %3$s
          Both are in %5$s, which only you can read.

        Evaluate a flag:

          curl -s %1$s/ofrep/v1/evaluate/flags/new-checkout \\
            -H 'Authorization: Bearer %4$s' \\
            -d '{"context": {"targetingKey": "user-1"}}'

        Turn it off (and on again with .../on):

          curl -s -X POST %1$s/api/v1/projects/demo/environments/development/flags/new-checkout/off \\
            -H 'Authorization: Bearer %3$s'

        In Java, with dev.guidon:guidon-sdk on the class path:

          GuidonClient client = GuidonClient.builder()
              .address("%2$s").plaintext()
              .sdkKey("%4$s")
              .build();
          client.awaitReady(Duration.ofSeconds(5));
          boolean on = client.isEnabled("new-checkout", EvaluationContext.of("user-1"), false);

        Stop with Ctrl-C.
        """,
        secrets.url(), secrets.grpcAddress(), secrets.token(), secrets.sdkKey(), secretsFile);
  }
}
