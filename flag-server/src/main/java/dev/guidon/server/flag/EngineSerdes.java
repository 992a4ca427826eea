// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.Target;
import io.micronaut.serde.annotation.SerdeImport;

/// The engine's records that answers show as they are; the engine itself knows no framework to say so.
@SerdeImport(Prerequisite.class)
@SerdeImport(Target.class)
@SerdeImport(Clause.class)
@SerdeImport(Share.class)
@SerdeImport(BucketRange.class)
final class EngineSerdes {

  private EngineSerdes() {}
}
