// SPDX-License-Identifier: Apache-2.0

/// What all engines are asked: flags, users, and the answers that are right.
@NullMarked
package dev.guidon.sdk.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
