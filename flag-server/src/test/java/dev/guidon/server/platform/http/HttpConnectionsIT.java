// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RawConnection;
import dev.guidon.server.RestClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The running server keeps to the limits of connections and paces.
class HttpConnectionsIT {

  @RegisterExtension
  static final FlagServerExtension server =
      new FlagServerExtension(
          Map.of(
              "guidon.http.connections",
              8,
              "guidon.http.unauthenticated-connections-per-address",
              4,
              "guidon.http.head-timeout",
              "500ms",
              "guidon.http.body-grace",
              "300ms"));

  private static final byte[] LIVE =
      "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8);

  private final List<RawConnection> open = new ArrayList<>();

  @AfterEach
  void closeAll() {
    open.forEach(RawConnection::close);
    await().until(() -> server.bean(HttpConnections.class).count() == 0);
  }

  private RawConnection connect() {
    var connection = new RawConnection(server.uri());
    open.add(connection);
    return connection;
  }

  private boolean isLetIn() {
    return connect().send(LIVE).read().isPresent();
  }

  private boolean isLetInWithToken() {
    return connect()
        .send(
            RawConnection.request(
                "GET",
                "/api/v1/projects",
                "Authorization: Bearer " + server.adminToken() + "\r\n",
                new byte[0]))
        .read()
        .filter(answer -> answer.status() == 200)
        .isPresent();
  }

  @Test
  void oneAddressHasFewConnectionsThatShowNoToken() {
    for (int i = 0; i < 4; i++) {
      assertThat(isLetIn()).isTrue();
    }

    assertThat(isLetIn()).isFalse();
  }

  @Test
  void aTokenThatHoldsMakesRoomUntilThereAreTooManyInAll() {
    for (int i = 0; i < 8; i++) {
      assertThat(isLetInWithToken()).isTrue();
    }

    assertThat(isLetInWithToken()).isFalse();
  }

  @Test
  void aTokenThatDoesNotHoldMakesNoRoom() {
    for (int i = 0; i < 4; i++) {
      Optional<Answer> answer =
          connect()
              .send(
                  RawConnection.request(
                      "GET",
                      "/api/v1/projects",
                      "Authorization: Bearer guidon_adm_x\r\n",
                      new byte[0]))
              .read();
      assertThat(answer).hasValueSatisfying(refusal -> assertThat(refusal.status()).isEqualTo(401));
    }

    assertThat(isLetIn()).isFalse();
  }

  @Test
  void aHeadThatTakesTooLongIsAnsweredAndCut() {
    RawConnection connection = connect().send("GET /livez HTTP/1.1\r\nX-Slow: ");

    assertThat(connection.read())
        .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(408));
    assertThat(connection.read()).isEmpty();
  }

  @Test
  void aBodyThatTakesTooLongIsAnsweredAndCut() {
    RawConnection connection =
        connect()
            .send(
                "POST /api/v1/projects HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer "
                    + server.adminToken()
                    + "\r\nContent-Length: 1000\r\n\r\n{");

    assertThat(connection.read())
        .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(408));
    assertThat(connection.read()).isEmpty();
  }
}
