// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static dev.guidon.server.access.TestAccess.made;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RateLimitIT {

  private static final int REQUESTS = 10;

  @RegisterExtension
  static final FlagServerExtension server =
      new FlagServerExtension(Map.of("guidon.access.requests-per-minute", REQUESTS));

  @Test
  void tooManyRequestsOfATokenAndTooManyGuessesAreToldToWaitAndKnownSdksAreNot() {
    var access =
        new TestAccess(server.uri(), server.admin())
            .withProjects()
            .user("busy")
            .grant("busy", "reader", "");
    String sdkKey =
        made(server
                .admin()
                .post(
                    "/api/v1/projects/web/environments/staging/sdk-keys", "{\"key\": \"backend\"}"))
            .text("/token");
    RestClient sdk = server.as(sdkKey);
    made(evaluate(sdk));
    RestClient busy = access.as("busy");
    RestClient other = access.as("busy");
    for (int i = 0; i < REQUESTS; i++) {
      made(busy.get("/api/v1/projects"));
    }

    Answer tooMany = busy.get("/api/v1/projects");
    made(other.get("/api/v1/projects"));
    for (int i = 0; i <= 20; i++) {
      String guess = Token.make(Token.Kind.PAT, new SecureRandom()).reveal();
      assertThat(server.as(guess).get("/api/v1/projects").status()).isEqualTo(401);
    }
    Answer guessed = other.get("/api/v1/projects");

    assertThat(tooMany.status()).isEqualTo(429);
    assertThat(Integer.parseInt(tooMany.header("Retry-After"))).isBetween(1, 60);
    assertThat(guessed.status()).isEqualTo(429);
    assertThat(Integer.parseInt(guessed.header("Retry-After"))).isBetween(1, 16);
    made(evaluate(sdk));
  }

  private static Answer evaluate(RestClient sdk) {
    return sdk.post("/ofrep/v1/evaluate/flags", "{\"context\": {\"targetingKey\": \"u\"}}");
  }
}
