// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import com.google.protobuf.ByteString;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.User;
import dev.guidon.sdk.internal.sync.Epoch;
import dev.guidon.sdk.internal.sync.HeldState;
import dev.guidon.sdk.internal.sync.SnapshotFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Guidon's client with usage counting, as applications have it.
final class GuidonClientEngine implements Engine {

  private final GuidonClient client;
  private final List<User> users = User.ring();
  private final EvaluationContext[] ring;
  private final boolean contextEachCall;

  /// @param contextEachCall whether the context is built for each call, as for a request, and not beforehand
  GuidonClientEngine(Catalog catalog, boolean contextEachCall) {
    this.client = GuidonClient.builder().offline(snapshotFile(catalog)).build();
    this.ring = users.stream().map(this::context).toArray(EvaluationContext[]::new);
    this.contextEachCall = contextEachCall;
  }

  static Path snapshotFile(Catalog catalog) {
    try {
      Path file = Files.createTempFile("guidon", ".snapshot");
      file.toFile().deleteOnExit();
      var epoch = new Epoch(ByteString.copyFrom(new byte[Epoch.SIZE]));
      EnvironmentState state = EnvironmentState.of(1, GuidonDefinitions.objects(catalog)).state();
      new SnapshotFile(file).write(new HeldState(epoch, state));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public EvaluationContext context(User user) {
    return GuidonDefinitions.context(user);
  }

  private EvaluationContext contextOf(int user) {
    return contextEachCall ? context(users.get(user)) : ring[user];
  }

  @Override
  public boolean isEnabled(String flagKey, int user, boolean defaultValue) {
    return client.isEnabled(flagKey, contextOf(user), defaultValue);
  }

  @Override
  public Object json(String flagKey, int user) {
    return client.getJson(flagKey, contextOf(user), Value.NULL);
  }

  @Override
  public @Nullable String field(Object json, String name) {
    return GuidonEngine.field((Value) json, name);
  }

  @Override
  public void close() {
    client.close();
  }
}
