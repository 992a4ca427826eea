// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/// Connections on which something happens after the first reading and before whoever reads knows what was read.
final class ReadsBefore {

  private final DataSource target;
  private final AtomicReference<Runnable> then = new AtomicReference<>();

  ReadsBefore(DataSource target) {
    this.target = target;
  }

  /// What happens, once.
  void then(Runnable work) {
    then.set(work);
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        target,
        (method, result) ->
            method.equals("getConnection") ? connection((Connection) result) : result);
  }

  private Connection connection(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, result) -> {
          if (method.equals("close")) {
            Runnable work = then.getAndSet(null);
            if (work != null) {
              work.run();
            }
          }
          return result;
        });
  }

  private interface After {
    Object returned(String method, Object result);
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                return after.returned(method.getName(), method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
