// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/// When tokens were last used.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TokenUseRepository extends GenericRepository<TokenUseRow, String> {

  @Query(
      """
      INSERT INTO api_token_use (selector, last_used_at)
      VALUES (:selector, :lastUsedAt)
      ON CONFLICT (selector) DO UPDATE
      SET last_used_at = greatest(api_token_use.last_used_at, excluded.last_used_at)
      """)
  void keepNewer(TokenUseRow row);

  List<TokenUseRow> findBySelectorIn(List<String> selectors);
}
