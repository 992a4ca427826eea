// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

/// What a rule or the fallthrough hands out: one variation or a rollout.
public sealed interface Serve permits FixedVariation, Rollout {}
