// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.audit.checkpoint.VerificationKey;
import dev.guidon.audit.cli.VerifyAuditLog;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AuditApiIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final String TARGETING =
      "/api/v1/projects/shop/environments/production/flags/checkout/targeting";

  private static RestClient admin;

  @BeforeAll
  static void changeSomething() {
    admin = server.admin();
    admin.post("/api/v1/projects", "{\"key\": \"shop\"}");
    admin.post("/api/v1/projects", "{\"key\": \"other\"}");
    admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    admin
        .with("X-Request-Id", "request-7")
        .post(
            "/api/v1/projects/shop/flags?comment=For+the+autumn+sale",
            "{\"key\": \"checkout\", \"type\": \"boolean\"}");
    admin.post(TARGETING.replace("/targeting", "/on"));
  }

  @Test
  void entriesAreReadNewestFirstAndInWords() {
    admin.post("/api/v1/projects", "{\"key\": \"read\"}");
    admin.post("/api/v1/projects/read/environments", "{\"key\": \"production\"}");
    admin.post("/api/v1/projects/read/flags", "{\"key\": \"lunch\", \"type\": \"boolean\"}");
    admin.post("/api/v1/projects/read/environments/production/flags/lunch/on");

    Answer page = admin.get("/api/v1/audit/entries?project=read&limit=2");

    assertThat(page.status()).as(page.body()).isEqualTo(200);
    assertThat(page.text("/items/0/words")).startsWith("admin turned on `lunch` in production");
    assertThat(page.text("/items/0/environment")).isEqualTo("production");
    assertThat(page.text("/items/0/actor/via")).isEqualTo("legacy");
    assertThat(page.text("/items/1/words")).isEqualTo("admin created `lunch`");

    Answer next =
        admin.get("/api/v1/audit/entries?project=read&limit=2&cursor=" + page.text("/next"));
    assertThat(next.text("/items/0/words")).isEqualTo("admin created the environment `production`");
  }

  @Test
  void aFilterFindsByWordKeyActionRequestTokenAndTime() {
    String all = "/api/v1/audit/entries?";
    assertThat(count(all + "q=autumn")).isEqualTo(1);
    assertThat(count(all + "key=checkout&kind=flag")).isEqualTo(1);
    assertThat(count(all + "action=project.created")).isGreaterThanOrEqualTo(2);
    assertThat(count(all + "request=request-7")).isEqualTo(1);
    assertThat(count(all + "actor=nobody")).isZero();
    assertThat(count(all + "from=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z")).isZero();
    assertThat(count(all + "from=2020-01-01T00:00:00Z&first=1&last=2")).isEqualTo(2);
    assertThat(count(all + "project=shop&environment=production")).isGreaterThanOrEqualTo(1);
    assertThat(count("/api/v1/projects/other/audit/entries")).isEqualTo(1);
  }

  @Test
  void mistypedAndImpossibleQueriesAreRefused() {
    assertThat(admin.get("/api/v1/audit/entries?actr=admin").text("/code"))
        .isEqualTo("invalid-parameter");
    assertThat(admin.get("/api/v1/audit/entries?from=yesterday").status()).isEqualTo(400);
    assertThat(admin.get("/api/v1/audit/entries?environment=production").status()).isEqualTo(400);
    assertThat(admin.get("/api/v1/audit/entries?project=none").text("/code"))
        .isEqualTo("project-not-found");
    assertThat(admin.get("/api/v1/audit/entries/99999").text("/code")).isEqualTo("entry-not-found");
    assertThat(server.as("").get("/api/v1/audit/entries").status()).isEqualTo(401);
  }

  @Test
  void anEntryShowsBeforeAfterAndPatch() {
    long seq = revision(admin.with("If-Match", "*").patch(TARGETING, "{\"offVariation\": null}"));

    Answer entry = admin.get("/api/v1/audit/entries/" + seq);

    assertThat(entry.status()).as(entry.body()).isEqualTo(200);
    assertThat(entry.text("/before/offVariation")).isEqualTo("off");
    assertThat(entry.at("/after/offVariation")).isNull();
    assertThat(entry.text("/patch/0")).contains("/offVariation");
    assertThat(entry.text("/entry/words"))
        .isEqualTo(
            "admin changed the off variation of `checkout` in production from `off` to none");
    assertThat(entry.at("/environments/0/revision")).isEqualTo((double) seq);
  }

  @Test
  void anExportIsVerifiedOfflineAndMatchesTheLiveTables(@TempDir Path directory) throws Exception {
    String export = admin.get("/api/v1/audit/export").body();
    String tables = dump();

    assertThat(verify(directory, export, tables)).contains("\"result\":\"intact\"");
    assertThat(verify(directory, export, tables.replaceFirst("autumn|production", "hacked")))
        .contains("\"result\":\"broken\"");
  }

  @Test
  void anExportOfOneProjectHidesTheOthersAndCanBeVerifiedAllTheSame(@TempDir Path directory)
      throws Exception {
    String export = admin.get("/api/v1/audit/export?project=other").body();

    assertThat(export).doesNotContain("checkout");
    assertThat(verify(directory, export, null)).contains("\"result\":\"intact\"");
  }

  @Test
  void aTableForPeopleHasNoFormulas() {
    admin.post(
        "/api/v1/projects/shop/flags?comment=%3DHYPERLINK(%22x%22)",
        "{\"key\": \"formula\", \"type\": \"boolean\"}");

    Answer csv = admin.get("/api/v1/audit/export?format=csv&key=formula");

    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.body())
        .startsWith("seq,at,actor,")
        .contains("\"'=HYPERLINK(\"\"x\"\")\"")
        .doesNotContain("autumn");
  }

  @Test
  void whoeverWatchesSeesWhatHappens() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/api/v1/audit/tail?action=project.created"))
            .header("Authorization", "Bearer " + server.adminToken())
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream = http.send(request, BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      Thread reader = Thread.ofVirtual().start(() -> read(stream.body(), lines));

      long seq = revision(admin.post("/api/v1/projects", "{\"key\": \"watched\"}"));

      await()
          .untilAsserted(() ->
              assertThat(lines)
                  .contains("id: " + seq)
                  .anyMatch(line -> line.contains("admin created the project `watched`")));
      stream.body().close();
      reader.interrupt();
      http.shutdownNow();
    }
  }

  private static void read(InputStream stream, List<String> lines) {
    try (var scanner = new Scanner(stream, UTF_8)) {
      while (scanner.hasNextLine()) {
        lines.add(scanner.nextLine());
      }
    }
  }

  private static String verify(Path directory, String export, String tables)
      throws IOException, InterruptedException {
    Path exportFile = directory.resolve("export.ndjson");
    Path keyFile = directory.resolve("key.json");
    Path tablesFile = directory.resolve("tables.ndjson");
    Files.writeString(exportFile, export);
    Files.writeString(
        keyFile, VerificationKey.parse(admin.get("/api/v1/audit/keys").text("/0/jwk")).toJson());
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                VerifyAuditLog.class.getName(),
                exportFile.toString(),
                keyFile.toString()));
    if (tables != null) {
      Files.writeString(tablesFile, tables);
      command.addAll(List.of("--tables", tablesFile.toString()));
    }
    Process verifier =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String report = new String(verifier.getInputStream().readAllBytes(), UTF_8);
    verifier.waitFor();
    return report;
  }

  // As docs/audit.md says.
  private static String dump() throws Exception {
    String page = Files.readString(Path.of("../docs/audit.md"));
    String sql = page.substring(page.indexOf("```sql tables") + "```sql tables".length());
    try (Connection connection = server.database().openOwner();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.substring(0, sql.indexOf("```")))) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(row.getString(1));
      }
      return rows.stream().collect(Collectors.joining("\n"));
    }
  }

  private static long revision(Answer changed) {
    assertThat(changed.status()).as(changed.body()).isLessThan(300);
    return Long.parseLong(changed.header("Guidon-Revision"));
  }

  private static int count(String path) {
    Answer page = admin.get(path);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return ((List<?>) page.at("/items")).size();
  }
}
