// SPDX-License-Identifier: Apache-2.0

/// The client through which an application asks for its flags.
@NullMarked
package dev.guidon.sdk;

import org.jspecify.annotations.NullMarked;
