// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;

/// A project whose environment has a flag of each type, all on, and a key to evaluate them with.
record OfrepShop(RestClient admin, String sdkToken) {

  private static final String FLAGS = "/api/v1/projects/shop/flags";
  private static final String PRODUCTION = "/api/v1/projects/shop/environments/production";

  static OfrepShop open(FlagServerExtension server) {
    RestClient admin = server.admin();
    admin.post("/api/v1/projects", "{\"key\": \"shop\"}");
    admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    Answer key = admin.post(PRODUCTION + "/sdk-keys", "{\"key\": \"backend\"}");
    var shop = new OfrepShop(admin, key.text("/token"));
    shop.create("{\"key\": \"bool\", \"type\": \"boolean\"}");
    shop.create(serving("text", "string", "\"hello\""));
    shop.create(serving("whole", "integer", "10"));
    shop.create(serving("ratio", "number", "10"));
    shop.create(serving("object", "json", "{\"a\": [1, null]}"));
    return shop;
  }

  private static String serving(String key, String type, String value) {
    return """
    {"key": "%s", "type": "%s", "variations": [{"key": "v", "value": %s}]}\
    """
        .formatted(key, type, value);
  }

  /// Creates a flag and turns it on.
  void create(String flag) {
    Answer created = admin.post(FLAGS, flag);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    turn(created.text("/key"), "on");
  }

  void createKillSwitch(String key) {
    create("{\"key\": \"" + key + "\", \"type\": \"boolean\", \"purpose\": \"kill-switch\"}");
  }

  void turn(String flag, String state) {
    Answer turned = admin.post(PRODUCTION + "/flags/" + flag + "/" + state);
    assertThat(turned.status()).as(turned.body()).isEqualTo(200);
  }

  void archive(String flag) {
    Answer archived = admin.post(FLAGS + "/" + flag + "/archive");
    assertThat(archived.status()).as(archived.body()).isEqualTo(200);
  }
}
