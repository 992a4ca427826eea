// SPDX-License-Identifier: Apache-2.0
/// Users, service accounts, groups, roles and who has them, as they are administered.
@NullMarked
package dev.guidon.server.people;

import org.jspecify.annotations.NullMarked;
