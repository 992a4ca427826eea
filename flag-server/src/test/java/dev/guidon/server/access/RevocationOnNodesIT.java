// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static dev.guidon.server.access.TestAccess.made;
import static dev.guidon.server.access.TestAccess.selector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.TestNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is taken from somebody on one node is taken from them on all, also on one that sees changes by polling alone.
class RevocationOnNodesIT {

  @RegisterExtension static final FlagServerExtension first = new FlagServerExtension();

  private static Map<Boolean, TestNode> others;
  private static TestAccess access;
  private static int count;

  @BeforeAll
  static void start() {
    others =
        Map.of(
            true, TestNode.start(first.database(), Map.of()),
            false, TestNode.start(first.database(), Map.of("guidon.log.listen", false)));
    access = new TestAccess(first.uri(), first.admin()).withProjects();
  }

  @AfterAll
  static void stop() {
    others.values().forEach(TestNode::close);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRevokedTokenIsRefusedByAnotherNode(boolean hears) {
    String user = user("reader");
    String token = access.token("\"user\": \"" + user + "\"", "");
    RestClient there = new RestClient(others.get(hears).uri(), token);
    made(there.get("/api/v1/projects/web"));

    made(first.admin().delete("/api/v1/tokens/" + selector(token)));

    awaitStatus(there, 401);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDowngradeHoldsOnAnotherNode(boolean hears) {
    String user = user("reader");
    RestClient there =
        new RestClient(others.get(hears).uri(), access.token("\"user\": \"" + user + "\"", ""));
    made(there.get("/api/v1/projects/web"));

    made(first.admin().delete("/api/v1/grants/" + user + "-reader"));

    awaitStatus(there, 404);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDisabledUserIsRefusedByAnotherNode(boolean hears) {
    String user = user("reader");
    RestClient there =
        new RestClient(others.get(hears).uri(), access.token("\"user\": \"" + user + "\"", ""));
    made(there.get("/api/v1/projects/web"));

    made(first.admin().with("If-Match", "*").put("/api/v1/users/" + user, "{\"disabled\": true}"));

    awaitStatus(there, 401);
  }

  /// However late a node hears of it, it makes no change that was forbidden before.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChangeIsRefusedUnderTheLockWhateverTheNodeBelieves(boolean hears) {
    String user = user("writer");
    RestClient there =
        new RestClient(others.get(hears).uri(), access.token("\"user\": \"" + user + "\"", ""));
    String flag = "/api/v1/projects/web/environments/staging/flags/checkout";
    made(there.post(flag + "/on"));

    made(first.admin().delete("/api/v1/grants/" + user + "-writer"));

    assertThat(there.post(flag + "/off").status()).isIn(403, 404);
  }

  /// M30: roles that change while people write leave no moment in which both nodes see it differently.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noChangeOfSomebodyFollowsTheOneThatTookTheirRole(boolean hears) throws Exception {
    String user = user("writer");
    RestClient there =
        new RestClient(others.get(hears).uri(), access.token("\"user\": \"" + user + "\"", ""));
    String flag = "/api/v1/projects/web/environments/staging/flags/" + flagOf(user);
    AtomicInteger written = new AtomicInteger();

    double lastWritten;
    double taken;
    try (var writer = Executors.newSingleThreadExecutor()) {
      Future<Double> last = writer.submit(() -> writeUntilRefused(there, flag, written));
      await().atMost(Duration.ofSeconds(10)).until(() -> written.get() >= 5);
      taken =
          (double)
              made(first.admin().delete("/api/v1/grants/" + user + "-writer")).at("/receipt/seq");
      lastWritten = last.get(30, TimeUnit.SECONDS);
    }

    assertThat(lastWritten).isLessThan(taken);
  }

  private static String flagOf(String user) {
    made(
        first
            .admin()
            .post(
                "/api/v1/projects/web/flags",
                "{\"key\": \"of-" + user + "\", \"type\": \"boolean\"}"));
    return "of-" + user;
  }

  /// Turns a flag on and off for as long as it may; the number of the last change.
  private static double writeUntilRefused(RestClient client, String flag, AtomicInteger written) {
    double last = 0;
    while (true) {
      Answer answer = client.post(flag + (written.get() % 2 == 0 ? "/on" : "/off"));
      if (answer.status() != 200) {
        assertThat(answer.status()).isIn(403, 404);
        return last;
      }
      last = (double) answer.at("/receipt/seq");
      written.incrementAndGet();
    }
  }

  private static String user(String role) {
    count++;
    String user = "user-" + count;
    access.user(user).grant(user, role, "\"project\": \"web\"");
    return user;
  }

  private static void awaitStatus(RestClient client, int status) {
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> client.get("/api/v1/projects/web").status() == status);
  }
}
