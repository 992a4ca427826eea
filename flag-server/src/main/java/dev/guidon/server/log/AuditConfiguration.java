// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Settings `guidon.audit.*`, described in docs/operations/configuration.md.
///
/// @param key the signing key itself, as a JWK; null for that of the file
/// @param keyFile where the signing key is; made at the first start
/// @param previousKeyFile where the key is that the signing key takes over from; only while it does
/// @param checkpointFile where this node keeps its own last checkpoint
/// @param sinkLog whether checkpoints go to the server's log
/// @param sinkFile a file that checkpoints are added to
/// @param sinkWebhook an address that checkpoints are sent to
/// @param sinkPrivateAddresses whether that address may be one of a private network, and without TLS
@ConfigurationProperties("guidon.audit")
public record AuditConfiguration(
    @Nullable String key,
    @Bindable(defaultValue = "guidon-data/audit-key.json") Path keyFile,
    @Nullable Path previousKeyFile,
    @Bindable(defaultValue = "guidon-data/audit-checkpoint") Path checkpointFile,
    @Bindable(defaultValue = "false") boolean sinkLog,
    @Nullable Path sinkFile,
    @Nullable URI sinkWebhook,
    @Bindable(defaultValue = "false") boolean sinkPrivateAddresses) {

  @Override
  public String toString() {
    return "AuditConfiguration[keyFile=" + keyFile + "]"; // the key stays out of logs
  }
}
