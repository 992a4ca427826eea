// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.permission.Action;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which action a route is, and what it is done to. A route that says none, and is not {@link Public}, is refused.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Allows {

  /// The action; of several, whoever may do one is let in, and what the request really does is checked before it is done.
  Action[] value();

  /// The path's variable that holds the project's key, if it has it: what is done there is done in the project.
  String project() default "project";

  /// The path's variable that holds the environment's key, if it has it.
  String environment() default "environment";

  /// Whether whoever may do it anywhere is let in: a list is cut down to what they may see, and where something is
  /// made is checked before it is.
  boolean anywhere() default false;
}
