// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.guidon.audit.checkpoint.Checkpoint;
import dev.guidon.audit.checkpoint.LogKeys;
import dev.guidon.audit.checkpoint.LogReceipt;
import dev.guidon.audit.checkpoint.SigningKey;
import dev.guidon.audit.checkpoint.VerificationKey;
import dev.guidon.audit.tree.ConsistencyProof;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.InclusionProof;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What whoever keeps receipts and checkpoints can prove, and what a node does that cannot prove its own.
class CheckpointIT {

  @TempDir static Path directory;

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Test
  void everyChangeIsAnsweredWithAReceiptThatProvesIt() {
    Answer created = createProject();

    LogReceipt receipt = keys().receipt(created.text("/receipt/jws")).orElseThrow();
    assertThat(receipt.seq()).isEqualTo(number(created, "/receipt/seq"));
    assertThat(receipt.leaf()).hasToString(created.text("/receipt/leafHash"));
    assertThat(receipt.root()).hasToString(created.text("/receipt/root"));

    Answer proof = server.admin().get("/api/v1/audit/proof/inclusion?seq=" + receipt.seq());
    long size = number(proof, "/size");
    assertThat(
            new InclusionProof(receipt.seq() - 1, size, path(proof))
                .leads(receipt.leaf(), Hash.parse(proof.text("/root"))))
        .isTrue();
  }

  @Test
  void aRepeatedRequestIsAnsweredWithTheSameReceipt() {
    RestClient client = server.admin().with("Idempotency-Key", "once-" + COUNT.get());
    String project = "{\"key\": \"repeated\"}";

    Answer first = client.post("/api/v1/projects", project);
    createProject();
    Answer again = client.post("/api/v1/projects", project);

    assertThat(again.header("Idempotent-Replay")).isEqualTo("true");
    assertThat(again.text("/receipt/jws")).isEqualTo(first.text("/receipt/jws"));
  }

  @Test
  void aCheckpointContinuesWhatAReceiptWasGivenFor() {
    LogReceipt receipt = keys().receipt(createProject().text("/receipt/jws")).orElseThrow();
    createProject();

    Answer answer = server.admin().get("/api/v1/audit/checkpoint");
    Checkpoint checkpoint = keys().checkpoint(answer.text("/jws")).orElseThrow();

    assertThat(checkpoint.origin()).isEqualTo(receipt.origin());
    assertThat(checkpoint.size()).isGreaterThan(receipt.seq());
    Answer proof =
        server
            .admin()
            .get(
                "/api/v1/audit/proof/consistency?from="
                    + receipt.seq()
                    + "&to="
                    + checkpoint.size());
    assertThat(
            new ConsistencyProof(receipt.seq(), checkpoint.size(), path(proof))
                .leads(receipt.root(), checkpoint.root()))
        .isTrue();
  }

  @Test
  void proofsOfWhatIsNotInTheLogAreRefused() {
    assertThat(server.admin().get("/api/v1/audit/proof/inclusion?seq=0").status()).isEqualTo(400);
    assertThat(server.admin().get("/api/v1/audit/proof/inclusion?seq=1&size=99999").text("/code"))
        .isEqualTo("invalid-parameter");
    assertThat(server.admin().get("/api/v1/audit/proof/consistency?from=3&to=2").status())
        .isEqualTo(400);
  }

  @Test
  void checkpointsAreAddedToAFileAsTheLogGrows() throws IOException {
    Path file = directory.resolve("checkpoints");
    try (TestNode node =
        TestNode.start(server.database(), Map.of("guidon.audit.sink-file", file.toString()))) {
      Answer created =
          new RestClient(node.uri(), server.adminToken()).post("/api/v1/projects", newProject());
      long revision = number(created, "/receipt/seq");

      await()
          .untilAsserted(() ->
              assertThat(Files.readAllLines(file))
                  .anyMatch(jws -> keys().checkpoint(jws).orElseThrow().size() >= revision));
    }
  }

  @Test
  void checkpointsAreSentToAWebhook() throws IOException {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    try (TestNode node =
        TestNode.start(
            server.database(),
            Map.of(
                "guidon.audit.sink-webhook",
                "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook",
                "guidon.audit.sink-private-addresses",
                true))) {
      Answer created =
          new RestClient(node.uri(), server.adminToken()).post("/api/v1/projects", newProject());
      long revision = number(created, "/receipt/seq");

      await()
          .untilAsserted(() ->
              assertThat(received)
                  .anyMatch(jws -> keys().checkpoint(jws).orElseThrow().size() >= revision));
    } finally {
      hook.stop(0);
    }
  }

  @Test
  void theKeyIsMadeForItsOwnersEyesOnly() throws IOException {
    Path file = directory.resolve("made/audit-key.json");
    AuditConfiguration settings =
        new AuditConfiguration(
            null, file, null, file.resolveSibling("c"), false, null, null, false);

    SigningKey made = KeyFiles.readOrMake(settings, new SecureRandom());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(KeyFiles.readOrMake(settings, new SecureRandom()).verification())
        .isEqualTo(made.verification());
  }

  @Test
  void aNodeThatFindsTheLogShorterThanItSignedAcceptsNoChanges() throws IOException {
    LogSigner signer = server.bean(LogSigner.class);
    String longer = signer.sign(new Checkpoint(signer.origin(), 1_000_000, Hash.ofNothing()));

    Answer refused = changeAtNodeThatRemembers(longer);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("/code")).isEqualTo("read-only");
    assertThat(refused.text("/detail")).contains("but had 1000000 when this node last signed it");
  }

  @Test
  void aNodeThatFindsTheLogRewrittenAcceptsNoChanges() throws IOException {
    createProject();
    LogSigner signer = server.bean(LogSigner.class);
    String other = signer.sign(new Checkpoint(signer.origin(), 1, Hash.ofNothing()));

    Answer refused = changeAtNodeThatRemembers(other);

    assertThat(refused.text("/code")).isEqualTo("read-only");
    assertThat(refused.text("/detail")).contains("first 1 entries are not what they were");
  }

  @Test
  void aNodeThatIsGivenAnotherLogAcceptsNoChanges() throws IOException {
    LogSigner signer = server.bean(LogSigner.class);
    String other = signer.sign(new Checkpoint("guidon/another", 1, Hash.ofNothing()));

    assertThat(changeAtNodeThatRemembers(other).text("/detail"))
        .contains("this node last signed guidon/another");
  }

  @Test
  void aNodeThatRemembersWhatTheLogWasAcceptsChanges() throws IOException {
    createProject();
    String known = server.admin().get("/api/v1/audit/checkpoint").text("/jws");

    assertThat(changeAtNodeThatRemembers(known).status()).isEqualTo(201);
  }

  @Test
  void aNodeWithAnotherKeyAcceptsNoChangesAndStillReads() {
    Path key = directory.resolve("another-key.json");
    try (TestNode node =
        TestNode.start(server.database(), Map.of("guidon.audit.key-file", key.toString()))) {
      var client = new RestClient(node.uri(), server.adminToken());

      assertThat(client.post("/api/v1/projects", newProject()).text("/detail"))
          .contains("give it the key file of the other nodes");
      assertThat(client.get("/api/v1/projects").status()).isEqualTo(200);
      assertThat(client.get("/api/v1/audit/checkpoint").text("/code")).isEqualTo("no-checkpoint");
    }
  }

  private static Answer changeAtNodeThatRemembers(String checkpoint) throws IOException {
    Path file = directory.resolve("remembered-" + COUNT.incrementAndGet());
    Files.writeString(file, checkpoint);
    try (TestNode node =
        TestNode.start(
            server.database(), Map.of("guidon.audit.checkpoint-file", file.toString()))) {
      return new RestClient(node.uri(), server.adminToken()).post("/api/v1/projects", newProject());
    }
  }

  private static Answer createProject() {
    Answer created = server.admin().post("/api/v1/projects", newProject());
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created;
  }

  private static String newProject() {
    return "{\"key\": \"project-" + COUNT.incrementAndGet() + "\"}";
  }

  private static LogKeys keys() {
    return LogKeys.of(
        VerificationKey.parse(server.admin().get("/api/v1/audit/keys").text("/0/jwk")));
  }

  private static long number(Answer answer, String pointer) {
    return ((Double) answer.at(pointer)).longValue();
  }

  private static List<Hash> path(Answer proof) {
    return ((List<?>) proof.at("/path")).stream().map(hash -> Hash.parse((String) hash)).toList();
  }
}
