// SPDX-License-Identifier: Apache-2.0
/// What an administrator authored: plain records that hold definitions as they are and check nothing.
@NullMarked
package dev.guidon.evaluation.definition;

import org.jspecify.annotations.NullMarked;
