// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.RestClient;

/// An environment full of flags, which are turned on and off.
final class Display {

  private static final String PROJECT = "/api/v1/projects/display";
  private static final String ENVIRONMENT = PROJECT + "/environments/production";

  private final int flagCount;

  private Display(int flagCount) {
    this.flagCount = flagCount;
  }

  /// Makes so many flags, with so many bytes of values each.
  static Display create(RestClient admin, int flagCount, int bytesEach) {
    expect(201, admin.post("/api/v1/projects", "{\"key\": \"display\"}"));
    expect(201, admin.post(PROJECT + "/environments", "{\"key\": \"production\"}"));
    String filling = "x".repeat(bytesEach);
    for (int i = 0; i < flagCount; i++) {
      expect(
          201,
          admin.post(
              PROJECT + "/flags",
              """
              {"key": "flag-%d", "type": "string",
               "variations": [{"key": "on", "value": "%s"}, {"key": "off", "value": "-"}]}
              """
                  .formatted(i, filling)));
    }
    return new Display(flagCount);
  }

  String sdkKey(RestClient admin, String key) {
    return expect(201, admin.post(ENVIRONMENT + "/sdk-keys", "{\"key\": \"" + key + "\"}"))
        .text("/token");
  }

  /// Makes the n-th change: turns one flag after the other on, then off.
  ///
  /// @return the revision from then on
  long change(RestClient admin, int n) {
    return turn(admin, n % flagCount, n / flagCount % 2 == 0);
  }

  long turn(RestClient admin, int flag, boolean on) {
    RestClient.Answer answer =
        expect(200, admin.post(ENVIRONMENT + "/flags/flag-" + flag + (on ? "/on" : "/off")));
    return ((Double) answer.at("/receipt/seq")).longValue();
  }

  /// How many SDKs the node says are connected to it.
  int connectedSdks(RestClient admin) {
    return ((Double) expect(200, admin.get(ENVIRONMENT + "/sdks")).at("/connected")).intValue();
  }

  private static RestClient.Answer expect(int status, RestClient.Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException("answered: " + answer + " (expected: " + status + ")");
    }
    return answer;
  }
}
