// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.guidon.server.platform.MonotonicClock;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends a connection whose client takes too long over a request: its head has a time, its body a pace.
///
/// Without it, a client that sends a byte now and then holds a connection, and what was read of its request, for ever. The
/// time of a connection's first head begins with the connection; what comes between requests is the idle time-out's.
///
/// Sits behind the codec, and runs in the connection's event loop only.
final class RequestPace extends ChannelDuplexHandler {

  private enum Part {
    NONE,
    HEAD,
    BODY
  }

  private final long headNanos;
  private final long graceNanos;
  private final int bytesPerSecond;
  private final MonotonicClock clock;

  /// What is arriving, since when, and how much of it has.
  private Part part = Part.NONE;

  private long since;
  private long bytes;

  private boolean somethingWasRead;
  private int unanswered;

  private @Nullable Future<?> look;
  private long lookAt;

  RequestPace(HttpConfiguration limits, MonotonicClock clock) {
    this.headNanos = limits.headTimeout().toNanos();
    this.graceNanos = limits.bodyGrace().toNanos();
    this.bytesPerSecond = limits.bodyBytesPerSecond();
    this.clock = clock;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    begin(Part.HEAD);
    watch(context, headNanos);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    somethingWasRead = true;
    if (message instanceof HttpRequest) {
      unanswered++;
      begin(Part.BODY);
    }
    if (message instanceof HttpContent content) {
      bytes += content.content().readableBytes();
    }
    if (message instanceof LastHttpContent) {
      part = Part.NONE;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (part == Part.NONE && !somethingWasRead) {
      // Bytes came, and the codec could not make anything of them yet.
      begin(Part.HEAD);
      watch(context, headNanos);
    } else if (part == Part.BODY) {
      watch(context, graceNanos);
    }
    somethingWasRead = false;
    context.fireChannelReadComplete();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      unanswered--;
    }
    var _ = context.write(message, promise);
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  private void begin(Part next) {
    part = next;
    since = clock.nanos();
    bytes = 0;
  }

  /// Looks again after this time, or when it was going to anyway, if that is sooner.
  private void watch(ChannelHandlerContext context, long nanos) {
    long at = clock.nanos() + nanos;
    if (look != null) {
      if (lookAt <= at) {
        return;
      }
      look.cancel(false);
    }
    lookAt = at;
    look = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    look = null;
    if (context.isRemoved()) {
      return;
    }
    long elapsed = clock.nanos() - since;
    switch (part) {
      case NONE -> {
        // Whoever begins a part has it watched.
      }
      case HEAD -> {
        if (elapsed >= headNanos) {
          end(context, "the request's head did not arrive in time");
        } else {
          watch(context, headNanos - elapsed);
        }
      }
      case BODY -> {
        if (elapsed < graceNanos) {
          watch(context, graceNanos - elapsed);
        } else if (bytes < elapsed / 1e9 * bytesPerSecond) {
          end(context, "the body arrives too slowly");
        } else {
          watch(context, TimeUnit.SECONDS.toNanos(1));
        }
      }
    }
  }

  private void end(ChannelHandlerContext context, String detail) {
    boolean isNext = unanswered == (part == Part.BODY ? 1 : 0);
    part = Part.NONE;
    if (isNext) {
      var _ = context.writeAndFlush(answer(detail)).addListener(ChannelFutureListener.CLOSE);
    } else {
      // An answer to an earlier request is still to come, or has begun; another must not run into
      // it.
      var _ = context.close();
    }
  }

  private static FullHttpResponse answer(String detail) {
    String problem =
        """
        {"type":"urn:guidon:problem:request-too-slow","title":"Request too slow","status":408,"code":"request-too-slow",\
        "detail":"%s"}\
        """
            .formatted(detail);
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.REQUEST_TIMEOUT,
            Unpooled.wrappedBuffer(problem.getBytes(US_ASCII)));
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
        .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return answer;
  }
}
