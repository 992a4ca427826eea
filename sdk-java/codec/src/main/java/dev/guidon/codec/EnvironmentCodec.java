// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.guidon.proto.sync.v1.EnvironmentSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The objects of an environment, and what changes among them, as one run of bytes: what {@link Chunks} cuts up.
public final class EnvironmentCodec {

  private EnvironmentCodec() {}

  public static ByteString encodeSnapshot(Collection<DefinitionObject> objects) {
    var message = EnvironmentSnapshot.newBuilder();
    for (DefinitionObject object : objects) {
      message.addObjects(encode(object));
    }
    return message.build().toByteString();
  }

  public static List<DefinitionObject> decodeSnapshot(ByteString bytes) throws UnreadableException {
    EnvironmentSnapshot message;
    try {
      message = EnvironmentSnapshot.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableException("snapshot: not an EnvironmentSnapshot", e);
    }
    List<DefinitionObject> objects = new ArrayList<>(message.getObjectsCount());
    var names = new Names();
    for (dev.guidon.proto.sync.v1.DefinitionObject object : message.getObjectsList()) {
      objects.add(decode(object, names));
    }
    return objects;
  }

  public static ByteString encodeDelta(EnvironmentDelta delta) {
    var message = dev.guidon.proto.sync.v1.EnvironmentDelta.newBuilder();
    for (DefinitionObject put : delta.puts()) {
      message.addPuts(encode(put));
    }
    for (DefinitionName delete : delta.deletes()) {
      message.addDeletes(
          dev.guidon.proto.sync.v1.DefinitionName.newBuilder()
              .setKind(delete.kind().wire())
              .setKey(delete.key()));
    }
    return message.build().toByteString();
  }

  public static EnvironmentDelta decodeDelta(ByteString bytes) throws UnreadableException {
    dev.guidon.proto.sync.v1.EnvironmentDelta message;
    try {
      message = dev.guidon.proto.sync.v1.EnvironmentDelta.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableException("delta: not an EnvironmentDelta", e);
    }
    var names = new Names();
    List<DefinitionObject> puts = new ArrayList<>(message.getPutsCount());
    for (dev.guidon.proto.sync.v1.DefinitionObject put : message.getPutsList()) {
      puts.add(decode(put, names));
    }
    List<DefinitionName> deletes = new ArrayList<>(message.getDeletesCount());
    for (dev.guidon.proto.sync.v1.DefinitionName delete : message.getDeletesList()) {
      deletes.add(names.read(delete.getKind(), delete.getKey()));
    }
    return new EnvironmentDelta(puts, deletes);
  }

  private static dev.guidon.proto.sync.v1.DefinitionObject encode(DefinitionObject object) {
    return dev.guidon.proto.sync.v1.DefinitionObject.newBuilder()
        .setKind(object.kind().wire())
        .setKey(object.key())
        .setVersion(object.version())
        .setBytes(UnsafeByteOperations.unsafeWrap(object.ownBytes()))
        .build();
  }

  private static DefinitionObject decode(
      dev.guidon.proto.sync.v1.DefinitionObject object, Names names) throws UnreadableException {
    DefinitionName name = names.read(object.getKind(), object.getKey());
    if (object.getVersion() < 0) {
      throw new UnreadableException(
          "version: "
              + Long.toUnsignedString(object.getVersion())
              + " (expected: at most "
              + Long.MAX_VALUE
              + ")");
    }
    return DefinitionObject.of(name, object.getVersion(), object.getBytes());
  }

  /// The names in one message: each once, though a flag and its targeting share a key.
  private static final class Names {

    private final Set<DefinitionName> names = new HashSet<>();
    private final Map<String, String> keys = new HashMap<>();

    DefinitionName read(dev.guidon.proto.sync.v1.DefinitionKind wire, String key)
        throws UnreadableException {
      DefinitionKind kind = DefinitionKind.of(wire);
      if (kind == null) {
        // Skipping it would leave a digest that differs from the server's.
        throw new UnreadableException("kind: " + wire + " (expected: flag, targeting or segment)");
      }
      String known = keys.putIfAbsent(key, key);
      var name = new DefinitionName(kind, known == null ? key : known);
      if (!names.add(name)) {
        throw new UnreadableException(
            "definition: " + kind + " " + key + " occurs twice (expected: once)");
      }
      return name;
    }
  }
}
