// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.server.log.Checkpoints.Signed;

/// A place outside the database that checkpoints go to. It must return soon, and never throw.
interface CheckpointSink {

  void accept(Signed signed);
}
