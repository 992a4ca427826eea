// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.token;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

/// The stored secrets of tokens.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ApiTokenSecretRepository extends GenericRepository<ApiTokenSecretRow, String> {

  void save(ApiTokenSecretRow row);
}
