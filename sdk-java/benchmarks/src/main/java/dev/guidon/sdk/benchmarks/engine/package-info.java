// SPDX-License-Identifier: Apache-2.0

/// The engines that are compared, each behind the same few questions.
@NullMarked
package dev.guidon.sdk.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
