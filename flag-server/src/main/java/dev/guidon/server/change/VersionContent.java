// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.evaluation.Value;

/// A definition at one of its versions, as people write it, whatever its kind.
///
/// @param seq the number of the change that made this version
public record VersionContent(long version, long seq, Value content) {}
