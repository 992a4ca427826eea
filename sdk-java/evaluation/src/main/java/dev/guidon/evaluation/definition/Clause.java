// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import dev.guidon.evaluation.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one attribute of a context compares with a list of values.
///
/// @param contextKind null: `user`
/// @param attribute a name, or with a leading `/` a path through objects; the operator `inSegment` reads none
/// @param operator the name of an {@link Operator} when it is well formed
/// @param values any of these matches; `exists` takes none
/// @param negate turns the answer round, where there is one
/// @param semantics null: `guidon`; other names pick another vendor's exact meaning
public record Clause(
    @Nullable String contextKind,
    @Nullable String attribute,
    @Nullable String operator,
    List<Value> values,
    boolean negate,
    boolean caseInsensitive,
    @Nullable String semantics) {

  public Clause {
    values = List.copyOf(values);
  }
}
