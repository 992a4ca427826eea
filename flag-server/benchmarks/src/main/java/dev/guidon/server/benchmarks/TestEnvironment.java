// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import dev.guidon.evaluation.EvaluationContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A project with one environment and many boolean flags: on for one of five countries, and for 5 % of the others.
final class TestEnvironment {

  private static final int WRITERS = 8;
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  private static final String TARGETING =
      """
      {"on": true, "offVariation": "off",
       "rules": [{"clauses": [{"attribute": "country", "operator": "in", "values": ["DE", "FR", "IT", "ES", "PT"]}],
                  "serve": {"variation": "on"}}],
       "fallthrough": {"rollout": {"weights": {"on": 5000, "off": 95000}}}}
      """;

  /// Somebody for whom each flag is on, unless it was turned off.
  static final EvaluationContext SOMEBODY =
      EvaluationContext.builder("user-1").set("country", "DE").build();

  private final String project;
  private final String sdkKey;

  private TestEnvironment(String project, String sdkKey) {
    this.project = project;
    this.sdkKey = sdkKey;
  }

  static TestEnvironment create(ServerProcess server, String project, int flags) {
    String sdkKey;
    try (HttpConnection admin = server.connect()) {
      admin.ask("POST", "/projects", "{\"key\": \"" + project + "\"}");
      admin.ask("POST", "/projects/" + project + "/environments", "{\"key\": \"production\"}");
      String made =
          admin.ask(
              "POST",
              "/projects/" + project + "/environments/production/sdk-keys",
              "{\"key\": \"sdk\"}");
      Matcher token = TOKEN.matcher(made);
      if (!token.find()) {
        throw new IllegalStateException("no token in " + made);
      }
      sdkKey = token.group(1);
    }
    var environment = new TestEnvironment(project, sdkKey);
    environment.fill(server, flags);
    return environment;
  }

  private void fill(ServerProcess server, int flags) {
    var next = new AtomicInteger();
    List<Callable<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      writers.add(() -> {
        try (HttpConnection admin = server.connect()) {
          for (int flag = next.getAndIncrement(); flag < flags; flag = next.getAndIncrement()) {
            admin.ask(
                "POST",
                "/projects/" + project + "/flags",
                "{\"key\": \"flag-" + flag + "\", \"type\": \"boolean\"}");
            admin.ask("PUT", targeting(flag) + "/targeting", TARGETING);
          }
          return null;
        }
      });
    }
    All.run(writers);
  }

  String sdkKey() {
    return sdkKey;
  }

  static String flag(int number) {
    return "flag-" + number;
  }

  /// Turns a flag on or off, and answers when the server has confirmed it.
  void turn(HttpConnection admin, int flag, boolean on) {
    admin.ask("POST", targeting(flag) + (on ? "/on" : "/off"), "");
  }

  private String targeting(int flag) {
    return "/projects/" + project + "/environments/production/flags/" + flag(flag);
  }
}
