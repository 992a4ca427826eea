// SPDX-License-Identifier: Apache-2.0
/// Evaluation for callers without an engine of their own, by the engine that SDKs run.
@NullMarked
package dev.guidon.server.remote;

import org.jspecify.annotations.NullMarked;
