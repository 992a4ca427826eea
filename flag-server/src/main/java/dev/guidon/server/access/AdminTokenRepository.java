// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/// The stored admin token.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AdminTokenRepository extends GenericRepository<AdminTokenRow, Boolean> {

  /// Keeps the token unless there is one. Which of them is there now, only reading tells.
  @Query(
      """
      INSERT INTO admin_token (only_row, selector, secret_hash, made_at)
      VALUES (:onlyRow, :selector, :secretHash, :madeAt)
      ON CONFLICT DO NOTHING
      """)
  void insertUnlessThere(AdminTokenRow row);

  Optional<AdminTokenRow> find();
}
