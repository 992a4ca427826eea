// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.util.concurrent.atomic.AtomicInteger;

/// A project `shop` with an environment of its own for each test, changed over REST as people do.
public final class TestShop {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final RestClient admin;
  private final String project;

  public TestShop(RestClient admin) {
    this.admin = admin;
    this.project = "shop-" + COUNT.incrementAndGet();
    expect(admin.post("/api/v1/projects", "{\"key\": \"%s\"}".formatted(project)));
    expect(
        admin.post("/api/v1/projects/" + project + "/environments", "{\"key\": \"production\"}"));
  }

  /// The same shop, changed through another node.
  private TestShop(RestClient admin, String project) {
    this.admin = admin;
    this.project = project;
  }

  TestShop through(RestClient other) {
    return new TestShop(other, project);
  }

  String environment() {
    return "/api/v1/projects/" + project + "/environments/production";
  }

  String flags() {
    return "/api/v1/projects/" + project + "/flags";
  }

  /// The token of a new SDK key.
  public String sdkKey(String key) {
    return expect(admin.post(environment() + "/sdk-keys", "{\"key\": \"%s\"}".formatted(key)))
        .text("/token");
  }

  void revoke(String key) {
    expect(admin.delete(environment() + "/sdk-keys/" + key));
  }

  void deleteEnvironment() {
    expect(admin.with("If-Match", "*").delete(environment() + "?confirm=production"));
  }

  /// Once its environments are deleted.
  void deleteProject() {
    expect(admin.with("If-Match", "*").delete("/api/v1/projects/" + project));
  }

  /// The revision after it.
  public long createFlag(String key) {
    return revision(admin.post(flags(), "{\"key\": \"%s\", \"type\": \"boolean\"}".formatted(key)));
  }

  long deleteFlag(String key) {
    expect(admin.post(flags() + "/" + key + "/archive"));
    return revision(admin.delete(flags() + "/" + key));
  }

  /// Turns the flag on or off and returns the revision after it.
  public long turn(String key, boolean on) {
    return revision(admin.post(environment() + "/flags/" + key + (on ? "/on" : "/off")));
  }

  private static long revision(Answer answer) {
    return ((Double) expect(answer).at("/receipt/seq")).longValue();
  }

  private static Answer expect(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    return answer;
  }
}
