// SPDX-License-Identifier: Apache-2.0

/// Encrypts what the node says and hears: certificates from files, for both ports, replaced while they are in use.
@NullMarked
package dev.guidon.server.tls;

import org.jspecify.annotations.NullMarked;
