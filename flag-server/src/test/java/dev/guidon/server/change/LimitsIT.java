// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The largest thing of each kind is taken, the next larger one refused with its limit's name and number.
class LimitsIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension(lowered());

  /// What would take long to fill is lowered; the rest is as it comes.
  private static Map<String, Object> lowered() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("guidon.limits.flags", 5);
    settings.put("guidon.limits.segments", 5);
    settings.put("guidon.limits.snapshot-size", "200KB");
    settings.put("guidon.limits.segment-members", 300);
    settings.put("guidon.limits.segment-size", "20KB");
    return settings;
  }

  private static RestClient admin;
  private static int projects;

  private String project;
  private String environment;

  @BeforeAll
  static void connect() {
    admin = server.admin();
  }

  @BeforeEach
  void createEnvironment() {
    project = "/api/v1/projects/limited-" + projects;
    environment = project + "/environments/production";
    created(admin.post("/api/v1/projects", "{\"key\": \"limited-" + projects++ + "\"}"));
    created(admin.post(project + "/environments", "{\"key\": \"production\"}"));
  }

  @Test
  void asManyFlagsAsTheLimitAreTakenAndNoMore() {
    for (int i = 0; i < 5; i++) {
      created(createFlag("flag-" + i));
    }

    refused(createFlag("one-more"), "environment production: 6 flags (expected: at most 5)");
    assertThat(admin.get(project + "/flags/one-more").status()).isEqualTo(404);
  }

  @Test
  void asManySegmentsAsTheLimitAreTakenAndNoMore() {
    for (int i = 0; i < 5; i++) {
      created(createSegment("{\"key\": \"segment-" + i + "\"}"));
    }

    refused(
        createSegment("{\"key\": \"one-more\"}"),
        "environment production: 6 segments (expected: at most 5)");
  }

  @Test
  void anAnswerWarnsFromFourFifthsOfALimitOn() throws IOException, InterruptedException {
    Answer third = null;
    for (int i = 0; i < 3; i++) {
      third = createFlag("flag-" + i);
    }
    Answer fourth = createFlag("flag-3");

    assertThat(third.header("Guidon-Warning")).isNull();
    assertThat(fourth.header("Guidon-Warning"))
        .isEqualTo("environment production: 4 flags (expected: at most 5)");
    assertThat(metric("guidon_environment_fill{limit=\"flags\"}")).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void aSnapshotIsAsLargeAsTheLimitAtMost() {
    String large = "\"" + "x".repeat(60_000) + "\"";
    for (int i = 0; i < 3; i++) {
      created(createFlag("large-" + i, "string", "{\"key\": \"a\", \"value\": " + large + "}"));
    }

    Answer refused = createFlag("large-3", "string", "{\"key\": \"a\", \"value\": " + large + "}");

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("/errors/0/code")).isEqualTo("limit-exceeded");
    assertThat(refused.text("/errors/0/detail")).contains("bytes (expected: at most 204800)");
  }

  @Test
  void aSegmentHasAsManyMembersAsTheLimitAtMost() {
    created(createSegment("{\"key\": \"crowd\"}"));

    assertThat(addMembers("crowd", 0, 300, "m").status()).isEqualTo(200);
    refused(addMembers("crowd", 300, 301, "m"), "301 members (expected: at most 300)");
  }

  @Test
  void aSegmentIsAsLargeAsTheLimitAtMost() {
    created(createSegment("{\"key\": \"wordy\"}"));

    Answer refused = addMembers("wordy", 0, 100, "x".repeat(200));

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("/detail")).contains("bytes (expected: at most 20480)");
  }

  @Test
  void aTargetingKeyIsAsLongAsTheLimitAtMostAndTheRefusalPointsIntoTheRequest() {
    created(createSegment("{\"key\": \"long\", \"included\": [{\"targetingKey\": \"ann\"}]}"));

    Answer refused =
        admin.post(
            environment + "/segments/long/members",
            "{\"included\": {\"add\": [{\"targetingKey\": \"bob\"}, {\"targetingKey\": \"%s\"}]}}"
                .formatted("x".repeat(1_025)));

    refused(refused, "1025 characters (expected: at most 1024)");
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/included/add/1/targetingKey");
  }

  @Test
  void aFlagHasAHundredVariationsAtMost() {
    created(createFlag("hundred", "integer", variations(100)));

    Answer refused = createFlag("more", "integer", variations(101));

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/variations");
    assertThat(refused.text("/errors/0/detail")).contains("101", "1 to 100");
  }

  @Test
  void aValueHas64KiBAtMost() {
    created(
        createFlag(
            "fits",
            "string",
            "{\"key\": \"a\", \"value\": \"" + "x".repeat(64 * 1024 - 2) + "\"}"));

    refused(
        createFlag(
            "too-large",
            "string",
            "{\"key\": \"a\", \"value\": \"" + "x".repeat(64 * 1024 - 1) + "\"}"),
        "65537 bytes (expected: at most 65536)");
  }

  @Test
  void allValuesOfAFlagHave512KiBAtMost() {
    String values =
        IntStream.range(0, 9)
            .mapToObj(i -> "{\"key\": \"v%d\", \"value\": \"%s\"}".formatted(i, "x".repeat(60_000)))
            .collect(Collectors.joining(","));

    refused(
        createFlag("too-large", "string", values),
        "540018 bytes of values (expected: at most 524288)");
  }

  @Test
  void targetingHas200RulesAtMost() {
    created(createFlag("ruled"));

    assertThat(target("ruled", rules(200, "[]")).status()).isEqualTo(200);
    refused(target("ruled", rules(201, "[]")), "201 rules (expected: at most 200)");
  }

  @Test
  void aRuleHas50ClausesAtMost() {
    created(createFlag("claused"));

    assertThat(target("claused", rules(1, clauses(50, "in", "\"x\""))).status()).isEqualTo(200);
    refused(
        target("claused", rules(1, clauses(51, "in", "\"x\""))),
        "51 clauses (expected: at most 50)");
  }

  @Test
  void aClauseHas1000ValuesAtMost() {
    created(createFlag("valued"));

    assertThat(target("valued", rules(1, clauses(1, "in", numbers(1_000)))).status())
        .isEqualTo(200);
    refused(
        target("valued", rules(1, clauses(1, "in", numbers(1_001)))),
        "1001 values (expected: at most 1000)");
  }

  @Test
  void targetingHas50PatternsAtMost() {
    created(createFlag("patterned"));

    assertThat(target("patterned", rules(50, clauses(1, "matches", "\"x\""))).status())
        .isEqualTo(200);
    refused(
        target("patterned", rules(51, clauses(1, "matches", "\"x\""))),
        "51 clauses with matches (expected: at most 50)");
  }

  @Test
  void targetingLooksFor10000PartsOfTextsAtMost() {
    created(createFlag("searching"));

    assertThat(target("searching", rules(10, clauses(1, "contains", texts(1_000)))).status())
        .isEqualTo(200);
    refused(
        target(
            "searching",
            rules(
                10, clauses(1, "contains", texts(1_000)) + "," + clauses(1, "endsWith", "\"x\""))),
        "10010 values of startsWith, endsWith and contains (expected: at most 10000)");
  }

  @Test
  void aPatternThatWouldFillTheMemoryIsRefusedBeforeItIsCompiled() {
    created(createFlag("bombed"));

    Answer refused =
        target("bombed", rules(1, clauses(1, "matches", "\"(((a{1000}){1000}){1000})\"")));

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("/rules/0/clauses/0/values/0");
    assertThat(refused.text("/errors/0/detail")).contains("expected: at most 200)");
  }

  @Test
  void aPatternHas512CharactersAtMost() {
    created(createFlag("long-pattern"));

    assertThat(
            target("long-pattern", rules(1, clauses(1, "matches", "\"[" + "x".repeat(510) + "]\"")))
                .status())
        .isEqualTo(200);
    refused(
        target("long-pattern", rules(1, clauses(1, "matches", "\"" + "x".repeat(513) + "\""))),
        "513 characters of a pattern (expected: at most 512)");
  }

  @Test
  void aSegmentHas50PatternsAtMost() {
    refused(
        createSegment(
            "{\"key\": \"patterned\", \"rules\": [{\"clauses\": ["
                + clauses(50, "matches", "\"x\"")
                + "]}, {\"clauses\": ["
                + clauses(1, "matches", "\"x\"")
                + "]}]}"),
        "51 clauses with matches (expected: at most 50)");
  }

  private static String texts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"t" + i + "\"")
        .collect(Collectors.joining(","));
  }

  private Answer createFlag(String key) {
    return admin.post(
        project + "/flags", "{\"key\": \"%s\", \"type\": \"boolean\"}".formatted(key));
  }

  private Answer createFlag(String key, String type, String variations) {
    return admin.post(
        project + "/flags",
        "{\"key\": \"%s\", \"type\": \"%s\", \"variations\": [%s]}"
            .formatted(key, type, variations));
  }

  private Answer createSegment(String segment) {
    return admin.post(environment + "/segments", segment);
  }

  private Answer addMembers(String segment, int from, int to, String prefix) {
    return admin.post(
        environment + "/segments/" + segment + "/members",
        IntStream.range(from, to)
            .mapToObj(i -> "{\"targetingKey\": \"%s%d\"}".formatted(prefix, i))
            .collect(Collectors.joining(",", "{\"included\": {\"add\": [", "]}}")));
  }

  private Answer target(String flag, String rules) {
    return admin
        .with("If-Match", "*")
        .put(
            environment + "/flags/" + flag + "/targeting",
            "{\"on\": true, \"rules\": [%s], \"fallthrough\": {\"variation\": \"on\"}}"
                .formatted(rules));
  }

  private static String rules(int count, String clauses) {
    String list = clauses.startsWith("[") ? clauses : "[" + clauses + "]";
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"clauses\": %s, \"serve\": {\"variation\": \"on\"}}".formatted(list))
        .collect(Collectors.joining(","));
  }

  private static String clauses(int count, String operator, String values) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            "{\"attribute\": \"a\", \"operator\": \"%s\", \"values\": [%s]}"
                .formatted(operator, values))
        .collect(Collectors.joining(","));
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  private static String variations(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"key\": \"v%d\", \"value\": %d}".formatted(i, i))
        .collect(Collectors.joining(","));
  }

  private static void created(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  private static void refused(Answer answer, String detail) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.text("/errors/0/code")).isEqualTo("limit-exceeded");
    assertThat(answer.text("/errors/0/detail")).isEqualTo(detail);
  }

  private static double metric(String name) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String text =
          client
              .send(
                  HttpRequest.newBuilder(server.node().management().resolve("/metrics")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return text.lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .sum();
    }
  }
}
