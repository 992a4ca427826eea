// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.codec.DefinitionKind;
import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.json.JsonRecords;
import dev.guidon.server.platform.json.JsonText;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A kind of definition: what its content is, and which bytes SDKs get of it.
///
/// Each slice has one constant for each kind that it owns; the history, the audit log and delivery need no more.
public final class DefinitionType<T extends Record> {

  private final String kind;
  private final Class<T> content;
  private final @Nullable DefinitionKind wireKind;
  private final @Nullable BiFunction<String, T, byte[]> encoding;
  private final Function<T, ? extends Record> document;
  private final BiFunction<T, T, Set<String>> verbs;

  private DefinitionType(
      String kind,
      Class<T> content,
      @Nullable DefinitionKind wireKind,
      @Nullable BiFunction<String, T, byte[]> encoding,
      Function<T, ? extends Record> document,
      BiFunction<T, T, Set<String>> verbs) {
    this.kind = kind;
    this.content = content;
    this.wireKind = wireKind;
    this.encoding = encoding;
    this.document = document;
    this.verbs = verbs;
  }

  /// A kind that SDKs do not get.
  public static <T extends Record> DefinitionType<T> internal(String kind, Class<T> content) {
    return new DefinitionType<>(
        kind, content, null, null, Function.identity(), DefinitionType::write);
  }

  /// A kind that SDKs get, as the bytes that `encoding` makes of key and content.
  public static <T extends Record> DefinitionType<T> delivered(
      String kind,
      Class<T> content,
      DefinitionKind wireKind,
      BiFunction<String, T, byte[]> encoding) {
    return new DefinitionType<>(
        kind, content, wireKind, encoding, Function.identity(), DefinitionType::write);
  }

  private static <T> Set<String> write(T before, T after) {
    return Set.of("write");
  }

  /// The same kind, of which some editing can be permitted by itself.
  ///
  /// @param verbs which verbs an edit is, by the content before and after it; all of them must be permitted
  public DefinitionType<T> distinguishing(BiFunction<T, T, Set<String>> verbs) {
    return new DefinitionType<>(kind, content, wireKind, encoding, document, verbs);
  }

  Set<String> verbs(T before, T after) {
    return verbs.apply(before, after);
  }

  /// The same, of which people are shown another document than what is stored.
  public DefinitionType<T> shownAs(Function<T, ? extends Record> shown) {
    return new DefinitionType<>(kind, content, wireKind, encoding, shown, verbs);
  }

  /// As in tables, audit entries and problem codes: `flag`, `sdk-key`.
  public String kind() {
    return kind;
  }

  /// For people: `SDK key`.
  String inWords() {
    return kind.replace('-', ' ').replace("sdk", "SDK");
  }

  @Nullable DefinitionKind wireKind() {
    return wireKind;
  }

  byte @Nullable [] encode(String key, T value) {
    return encoding == null ? null : encoding.apply(key, value);
  }

  String write(T value) {
    return JsonText.write(JsonRecords.write(value));
  }

  /// What people are shown of stored content.
  Value show(String json) {
    return JsonRecords.write(document.apply(read(json)));
  }

  /// What was written of it.
  public T read(String json) {
    return JsonRecords.readStored(json, content);
  }

  /// The definition of this kind and key that belongs to the installation itself.
  public DefinitionRef<T> ofInstallation(String key) {
    return new DefinitionRef<>(this, DefinitionRef.NO_PROJECT, null, key);
  }

  /// The definition of this kind and key in a project.
  public DefinitionRef<T> in(ProjectScope project, String key) {
    return new DefinitionRef<>(this, project.id(), null, key);
  }

  /// The definition of this kind and key in an environment.
  public DefinitionRef<T> in(EnvironmentScope environment, String key) {
    return new DefinitionRef<>(this, environment.project().id(), environment.id(), key);
  }

  @Override
  public String toString() {
    return kind;
  }
}
