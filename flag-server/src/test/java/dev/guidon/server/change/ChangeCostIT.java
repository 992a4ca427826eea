// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.audit.Actor;
import dev.guidon.audit.Origin;
import dev.guidon.audit.Via;
import dev.guidon.evaluation.Value;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.database.Sql;
import dev.guidon.server.flag.Flag;
import dev.guidon.server.flag.FlagTargeting;
import dev.guidon.server.flag.FlagVariation;
import dev.guidon.server.flag.Purpose;
import dev.guidon.server.flag.ServeChoice;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a change costs does not depend on how many flags there are.
class ChangeCostIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final String ROWS_READ =
      """
      SELECT coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0) AS count
      FROM pg_stat_xact_user_tables
      """;

  @Test
  void aChangeCompilesAndReadsAsMuchAmong20000FlagsAsAmong100() {
    createProject("small", 100);
    createProject("large", 20_000);

    Cost small = costOfAToggle("small");
    Cost large = costOfAToggle("large");

    assertThat(large.compiled).isEqualTo(small.compiled).isEqualTo(1);
    assertThat(large.rowsRead).isLessThanOrEqualTo(small.rowsRead + 2);
    assertThat(large.rowsRead).isLessThan(20);
  }

  private record Cost(double compiled, long rowsRead) {}

  private static Cost costOfAToggle(String project) {
    Changes changes = server.bean(Changes.class);
    var rowsRead = new AtomicLong();
    double before = compiled();
    Committed<FlagTargeting> committed =
        changes.commit(
            intent(),
            FlagTargeting.TYPE,
            change -> {
              // What the session read before it was lent to this change is counted, too.
              long already = rowsRead(change.connection());
              EnvironmentScope environment = change.environment(project, "production");
              var flag =
                  change.require(Flag.TYPE.in(environment.project(), "flag-7"), Precondition.NONE);
              change.alongside(connection -> rowsRead.set(rowsRead(connection) - already));
              return change.put(
                  Versioned.unsaved(
                      FlagTargeting.TYPE.in(environment, flag.ref().key()), Fixtures.OFF),
                  Fixtures.ON);
            });
    assertThat(committed.receipt()).isNotNull();
    return new Cost(compiled() - before, rowsRead.get());
  }

  private static void createProject(String project, int flags) {
    server.admin().post("/api/v1/projects", "{\"key\": \"" + project + "\"}");
    server
        .admin()
        .post("/api/v1/projects/" + project + "/environments", "{\"key\": \"production\"}");
    server
        .bean(Changes.class)
        .commit(
            intent(),
            Flag.TYPE,
            change -> {
              ProjectScope scope = change.project(project);
              Versioned<Flag> last = null;
              for (int i = 0; i < flags; i++) {
                last = change.create(Flag.TYPE.in(scope, "flag-" + i), Fixtures.FLAG);
              }
              return last;
            });
  }

  private static double compiled() {
    return server.bean(MeterRegistry.class).get("guidon.change.compiled").summary().totalAmount();
  }

  private static long rowsRead(Connection connection) {
    try {
      return Sql.one(connection, ROWS_READ, row -> row.getLong("count")).orElseThrow();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Intent intent() {
    return Intent.of(Actor.system("test"), Origin.within(Via.JOB), "");
  }

  private static final class Fixtures {

    static final FlagTargeting OFF = targeting(false);
    static final FlagTargeting ON = targeting(true);
    static final Flag FLAG =
        new Flag(
            "boolean",
            List.of(new FlagVariation("on", Value.TRUE, null)),
            Purpose.RELEASE,
            "A flag",
            "",
            List.of(),
            null,
            false,
            false,
            null,
            false);

    private static FlagTargeting targeting(boolean on) {
      return new FlagTargeting(
          on, null, List.of(), List.of(), List.of(), new ServeChoice("on", null));
    }
  }
}
