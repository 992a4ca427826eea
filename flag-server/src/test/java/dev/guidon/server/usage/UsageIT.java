// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guidon.proto.usage.v1.ReportUsageRequest;
import dev.guidon.proto.usage.v1.UsageCount;
import dev.guidon.proto.usage.v1.UsageServiceGrpc;
import dev.guidon.proto.usage.v1.UsageServiceGrpc.UsageServiceBlockingStub;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.TestNode;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsageIT {

  /// Flushed by the tests themselves.
  @RegisterExtension
  static final FlagServerExtension server =
      new FlagServerExtension(Map.of("guidon.usage.flush", "1h"));

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final List<ManagedChannel> channels = new ArrayList<>();
  private String environment;
  private String token;

  @BeforeEach
  void openShop() {
    String project = "shop-" + COUNT.incrementAndGet();
    created("/api/v1/projects", "{\"key\": \"" + project + "\"}");
    created("/api/v1/projects/" + project + "/environments", "{\"key\": \"production\"}");
    environment = "/api/v1/projects/" + project + "/environments/production";
    created(
        "/api/v1/projects/" + project + "/flags", "{\"key\": \"checkout\", \"type\": \"boolean\"}");
    token = created(environment + "/sdk-keys", "{\"key\": \"backend\"}").text("/token");
  }

  @AfterEach
  void closeChannels() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private static Answer created(String path, String body) {
    Answer answer = server.admin().post(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer;
  }

  @Test
  void countsAreAddedUpByFlagVariationAndReason() {
    report(server.node(), 1, count("checkout", "on", "RULE_MATCH", 3));
    report(
        server.node(),
        2,
        count("checkout", "on", "RULE_MATCH", 4),
        count("checkout", "off", "FALLTHROUGH", 5));
    flush(server.node());

    Answer usage = usage("");

    assertThat(usage.at("/flags/0/flag")).isEqualTo("checkout");
    assertThat(usage.at("/flags/0/count")).isEqualTo(12.0);
    assertThat(usage.at("/flags/0/counts/0/variation")).isEqualTo("off");
    assertThat(usage.at("/flags/0/counts/0/count")).isEqualTo(5.0);
    assertThat(usage.at("/flags/0/counts/1/reason")).isEqualTo("RULE_MATCH");
    assertThat(usage.at("/flags/0/counts/1/count")).isEqualTo(7.0);
  }

  @Test
  void repeatedReportChangesNothing() {
    report(server.node(), 1, count("checkout", "on", "RULE_MATCH", 3));
    report(server.node(), 1, count("checkout", "on", "RULE_MATCH", 3));
    flush(server.node());
    report(server.node(), 1, count("checkout", "on", "RULE_MATCH", 3));
    flush(server.node());

    assertThat(usage("").at("/flags/0/count")).isEqualTo(3.0);
  }

  @Test
  void reportThatIsRepeatedOnAnotherNodeChangesNothing() {
    try (TestNode other = TestNode.start(server.database(), Map.of("guidon.usage.flush", "1h"))) {
      report(server.node(), 1, count("checkout", "on", "RULE_MATCH", 3));
      report(other, 1, count("checkout", "on", "RULE_MATCH", 3));
      report(other, 2, count("checkout", "on", "RULE_MATCH", 10));
      flush(other);
      flush(server.node());
    }

    assertThat(usage("").at("/flags/0/count")).isEqualTo(13.0);
  }

  @Test
  void nodeThatStopsWritesWhatItHas() {
    TestNode leaving = TestNode.start(server.database(), Map.of("guidon.usage.flush", "1h"));
    report(leaving, 1, count("checkout", "on", "RULE_MATCH", 3));

    leaving.close();

    assertThat(usage("").at("/flags/0/count")).isEqualTo(3.0);
  }

  @Test
  void keysThatProgramsMakeUpFillNoTable() {
    for (int i = 0; i < 10; i++) {
      UsageCount[] counts = new UsageCount[100];
      for (int j = 0; j < 100; j++) {
        counts[j] = count("made-up-" + i + "-" + j, "", "FLAG_NOT_FOUND", 1);
      }
      report(server.node(), i + 1, counts);
    }
    report(server.node(), 11, count("checkout", "on", "RULE_MATCH", 3));
    report(server.node(), 12, count("line\nbreak", "", "FLAG_NOT_FOUND", 7));
    flush(server.node());

    Answer usage = usage("");

    assertThat(usage.body()).contains("\"(other)\"", "\"checkout\"");
    assertThat(((List<?>) usage.at("/flags")).size()).isLessThanOrEqualTo(203);
    assertThat(usage("?flag=checkout").at("/flags/0/count")).isEqualTo(3.0);
  }

  @Test
  void reportThatCannotBeReadIsRefusedWithTheReason() {
    assertThatThrownBy(() -> report(server.node(), 0))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("INVALID_ARGUMENT: report: 0 (expected: 1 or more)");
    assertThatThrownBy(
            () -> report(server.node(), 1, count("checkout", "on", "because I say so", 1)))
        .hasMessageContaining("reason: not a kind of reason");
  }

  @Test
  void sinceIsAnInstant() {
    assertThat(server.admin().get(environment + "/usage?since=yesterday").status()).isEqualTo(400);
    report(server.node(), 1, count("checkout", "on", "RULE_MATCH", 3));
    flush(server.node());

    assertThat(usage("?since=2000-01-01T00:00:00Z").at("/flags/0/count")).isEqualTo(3.0);
    assertThat(usage("?since=2200-01-01T00:00:00Z").at("/flags")).isEqualTo(List.of());
  }

  private Answer usage(String query) {
    Answer answer = server.admin().get(environment + "/usage" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static void flush(TestNode node) {
    node.bean(UsageCollector.class).flush();
  }

  private static UsageCount count(String flag, String variation, String reason, long count) {
    return UsageCount.newBuilder()
        .setFlag(flag)
        .setVariation(variation)
        .setReason(reason)
        .setCount(count)
        .build();
  }

  private void report(TestNode node, long number, UsageCount... counts) {
    var _ =
        stub(node)
            .reportUsage(
                ReportUsageRequest.newBuilder()
                    .setInstance("instance-1")
                    .setReport(number)
                    .addAllCounts(List.of(counts))
                    .build());
  }

  private UsageServiceBlockingStub stub(TestNode node) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", node.grpcPort()).usePlaintext().build();
    channels.add(channel);
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return UsageServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}
