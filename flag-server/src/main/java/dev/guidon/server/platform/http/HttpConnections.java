// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.http;

import dev.guidon.server.platform.ConnectionLimits;
import dev.guidon.server.platform.MonotonicClock;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.UUID;

/// Lets HTTP connections in within {@link ConnectionLimits}, and sets the pace of those that are.
@Singleton
public final class HttpConnections
    implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  // There is no limit by key, so one stands for all.
  private static final UUID ANY_KEY = new UUID(0, 0);

  private final HttpConfiguration configuration;
  private final MonotonicClock clock;
  private final ConnectionLimits limits;

  HttpConnections(HttpConfiguration configuration, MonotonicClock clock) {
    this.configuration = configuration;
    this.clock = clock;
    this.limits =
        new ConnectionLimits(
            configuration.connections(),
            configuration.unauthenticatedConnectionsPerAddress(),
            configuration.connections());
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event
        .getBean()
        .register(
            new NettyServerCustomizer() {
              @Override
              public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
                return role == ChannelRole.CONNECTION ? new Admission(channel) : this;
              }
            });
    return event.getBean();
  }

  /// The connection of this request has shown who it is for, and no longer counts among those that have not.
  public void authenticated(HttpRequest<?> request) {
    var _ = limits.authenticated(request.getRemoteAddress(), ANY_KEY);
  }

  /// How many there are.
  int count() {
    return limits.count();
  }

  /// One connection's way in.
  private final class Admission implements NettyServerCustomizer {

    private final Channel channel;

    Admission(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void onInitialPipelineBuilt() {
      // Null when the client has gone already.
      if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
          || !limits.accept(remote, this::close)) {
        close();
        return;
      }
      var _ = channel.closeFuture().addListener(_ -> limits.closed(remote));
    }

    @Override
    public void onStreamPipelineBuilt() {
      channel
          .pipeline()
          .addAfter(
              ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
              RequestPace.class.getSimpleName(),
              new RequestPace(configuration, clock));
    }

    private void close() {
      var _ = channel.close();
    }
  }
}
