// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestPaceTest {

  private static final String WHOLE = "GET / HTTP/1.1\r\n\r\n";
  private static final String BODY_TO_COME = "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n";

  private final HttpConfiguration limits =
      new HttpConfiguration(10, 10, Duration.ofSeconds(10), Duration.ofSeconds(5), 1024);
  private long nanos;
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new HttpServerCodec(), new RequestPace(limits, () -> nanos));

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void aConnectionOnWhichNoHeadArrivesIsEnded() {
    passSeconds(9);
    assertThat(channel.isOpen()).isTrue();

    passSeconds(1);

    assertThat(channel.isOpen()).isFalse();
    assertThat(sent()).startsWith("HTTP/1.1 408 ").contains("request-too-slow");
  }

  @Test
  void aByteNowAndThenDoesNotProlongTheTimeOfAHead() {
    for (int second = 0; second < 10; second++) {
      receive("G");
      passSeconds(1);
    }

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void theTimeOfALaterHeadBeginsWithItsFirstByte() {
    receive(WHOLE);
    answer();
    passSeconds(50);
    receive("GET ");
    passSeconds(9);
    assertThat(channel.isOpen()).isTrue();

    passSeconds(1);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aRequestThatIsThereMayTakeAnyTimeToAnswer() {
    receive(WHOLE);

    passSeconds(300);

    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void aBodyThatComesTooSlowlyIsEnded() {
    receive(BODY_TO_COME);
    for (int second = 0; second < 5; second++) {
      receive("x".repeat(1_000));
      passSeconds(1);
    }

    assertThat(channel.isOpen()).isFalse();
    assertThat(sent()).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void aBodyThatKeepsThePaceMayTakeLong() {
    receive(BODY_TO_COME);
    for (int second = 0; second < 60; second++) {
      receive("x".repeat(1_024));
      passSeconds(1);
    }
    assertThat(channel.isOpen()).isTrue();

    passSeconds(2);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void noRefusalRunsIntoAnAnswerThatIsStillToCome() {
    receive(WHOLE);
    receive(BODY_TO_COME);

    passSeconds(5);

    assertThat(channel.isOpen()).isFalse();
    assertThat(sent()).isEmpty();
  }

  private void receive(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
  }

  private void answer() {
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
  }

  private void passSeconds(int seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  private String sent() {
    var text = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      text.append(part.toString(US_ASCII));
      part.release();
    }
    return text.toString();
  }
}
