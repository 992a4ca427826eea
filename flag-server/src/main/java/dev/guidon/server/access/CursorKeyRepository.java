// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

/// The stored key of cursors.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CursorKeyRepository extends GenericRepository<CursorKeyRow, Boolean> {

  @Query(
      """
      INSERT INTO cursor_key (only_row, secret)
      VALUES (:onlyRow, :secret)
      ON CONFLICT DO NOTHING
      """)
  void insertUnlessThere(CursorKeyRow row);

  CursorKeyRow find();
}
