// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.sdkkey;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

/// The stored secrets of SDK keys.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SdkKeySecretRepository extends GenericRepository<SdkKeySecretRow, String> {

  void save(SdkKeySecretRow row);
}
