// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.net.URI;

/// An organisation with two projects, `web` and `shop`, of two environments each, and whoever a test needs in it.
final class TestAccess {

  private final URI server;
  private final RestClient admin;

  TestAccess(URI server, RestClient admin) {
    this.server = server;
    this.admin = admin;
  }

  /// Makes the projects, each with a flag, a kill switch and a flag tagged `ranking`.
  TestAccess withProjects() {
    for (String project : new String[] {"web", "shop"}) {
      String path = "/api/v1/projects/" + project;
      made(admin.post("/api/v1/projects", "{\"key\": \"" + project + "\"}"));
      made(admin.post(path + "/environments", "{\"key\": \"staging\"}"));
      made(admin.post(path + "/environments", "{\"key\": \"production\"}"));
      made(admin.post(path + "/flags", "{\"key\": \"checkout\", \"type\": \"boolean\"}"));
      made(
          admin.post(
              path + "/flags",
              "{\"key\": \"payments\", \"type\": \"boolean\", \"purpose\": \"kill-switch\"}"));
      made(
          admin.post(
              path + "/flags",
              """
              {"key": "order", "type": "json", "tags": ["ranking"],
               "variations": [{"key": "a", "value": {"w": 1}}, {"key": "b", "value": {"w": 2}}]}\
              """));
    }
    return this;
  }

  /// A new user.
  TestAccess user(String key) {
    made(admin.post("/api/v1/users", "{\"key\": \"" + key + "\"}"));
    return this;
  }

  /// A new role.
  ///
  /// @param statements as JSON
  TestAccess role(String key, String statements) {
    made(
        admin.post(
            "/api/v1/roles", "{\"key\": \"" + key + "\", \"statements\": " + statements + "}"));
    return this;
  }

  /// Grants a role to a user; the grant's key is the user's, a hyphen and the role's.
  ///
  /// @param place more fields of the grant, such as `"project": "web"`
  TestAccess grant(String user, String role, String place) {
    made(
        admin.post(
            "/api/v1/grants",
            "{\"key\": \"%s-%s\", \"user\": \"%s\", \"role\": \"%s\"%s}"
                .formatted(user, role, user, role, place.isEmpty() ? "" : ", " + place)));
    return this;
  }

  /// The text of a new token.
  ///
  /// @param owner whose: `"user": "alice"`
  /// @param scope more fields of the token, such as `"actions": ["flag:read"]`
  String token(String owner, String scope) {
    return made(admin.post(
            "/api/v1/tokens",
            "{\"name\": \"test\", " + owner + (scope.isEmpty() ? "" : ", " + scope) + "}"))
        .text("/token");
  }

  /// A user as somebody who speaks to the server, with a new token that may do all that they may.
  RestClient as(String user) {
    return with(token("\"user\": \"" + user + "\"", ""));
  }

  RestClient with(String token) {
    return new RestClient(server, token);
  }

  static Answer made(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return answer;
  }

  static String selector(String token) {
    return token.substring("guidon_pat_".length(), "guidon_pat_".length() + 16);
  }
}
