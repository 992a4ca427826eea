// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Fields that answers show and requests may repeat without effect, so that what was read can be sent back.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ReadOnly {

  String[] value();
}
