// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import java.util.function.UnaryOperator;

/// Which part of a list is asked for.
///
/// @param after the sort key that the part begins behind; empty for the beginning
/// @param limit how many at most
/// @param cursor makes of a sort key the cursor of the part behind it
public record Paging(String after, int limit, UnaryOperator<String> cursor) {}
