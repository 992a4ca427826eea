// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.audit.AuditLog;
import dev.guidon.audit.AuditVerification;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.InclusionProof;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.TestNode;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ErasureIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  @Test
  void whatThePersonDidStaysAndWhoTheyWereGoesAndEveryProofHolds() throws SQLException {
    RestClient admin = server.admin().with("User-Agent", "a-personal-machine");
    Answer created =
        admin.post("/api/v1/projects?comment=call+me+on+0171-555", "{\"key\": \"shop\"}");
    long seq = ((Double) created.at("/receipt/seq")).longValue();

    startErasing("admin");

    Answer entry = admin.get("/api/v1/audit/entries/" + seq);
    assertThat(entry.text("/entry/words")).isEqualTo("admin created the project `shop`");
    assertThat(entry.body()).doesNotContain("0171-555").doesNotContain("a-personal-machine");
    assertThat(entry.at("/entry/erased")).isEqualTo(List.of("who"));
    assertThat((List<?>) admin.get("/api/v1/audit/entries?q=0171").at("/items")).isEmpty();

    Answer proof = admin.get("/api/v1/audit/proof/inclusion?seq=" + seq);
    List<Hash> path =
        ((List<?>) proof.at("/path")).stream().map(hash -> Hash.parse((String) hash)).toList();
    assertThat(
            new InclusionProof(seq - 1, ((Double) proof.at("/size")).longValue(), path)
                .leads(
                    Hash.parse(created.text("/receipt/leafHash")), Hash.parse(proof.text("/root"))))
        .isTrue();
    try (Connection connection = server.database().dataSource().getConnection()) {
      assertThat(new AuditLog(new SecureRandom()).verify(connection))
          .isInstanceOf(AuditVerification.Intact.class);
    }
    assertThat(admin.get("/api/v1/audit/entries").text("/items/0/action"))
        .isEqualTo("personal-data.erased");
  }

  @Test
  void whereNothingIsLeftNothingIsWritten() {
    int before = erasures();

    startErasing("nobody");

    assertThat(erasures()).isEqualTo(before);
  }

  private static int erasures() {
    return ((List<?>)
            server.admin().get("/api/v1/audit/entries?action=personal-data.erased").at("/items"))
        .size();
  }

  private static void startErasing(String actor) {
    TestNode.start(server.database(), Map.of("erase-actor", actor)).close();
  }
}
