// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/// One connection to a server's REST API, which asks and waits.
///
/// A client library would take a good part of the processor that it shares with the server.
final class HttpConnection implements Closeable {

  private final Socket socket;
  private final InputStream in;
  private final String token;

  HttpConnection(int port, String token) {
    try {
      this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
      this.socket.setTcpNoDelay(true);
      this.in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.token = token;
  }

  record Answer(int status, String body) {}

  /// Sends a request below `/api/v1` and reads the answer.
  ///
  /// @throws IllegalStateException if the server refuses
  String ask(String method, String path, String body) {
    Answer answer = send(method, "/api/v1" + path, body);
    if (answer.status >= 300) {
      throw new IllegalStateException(
          method + " " + path + ": " + answer.status + " " + answer.body);
    }
    return answer.body;
  }

  Answer send(String method, String path, String body) {
    byte[] content = body.getBytes(UTF_8);
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + token
            + "\r\nIf-Match: *\r\nContent-Type: application/json\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    byte[] request = new byte[head.length() + content.length];
    System.arraycopy(head.getBytes(US_ASCII), 0, request, 0, head.length());
    System.arraycopy(content, 0, request, head.length(), content.length);
    try {
      socket.getOutputStream().write(request);
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer read() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String name = header.toLowerCase(Locale.ROOT);
      if (name.startsWith("transfer-encoding:")) {
        throw new IOException(header + " (expected: content-length)");
      }
      if (name.startsWith("content-length:")) {
        length = Integer.parseInt(name.substring("content-length:".length()).strip());
      }
    }
    return new Answer(status, new String(in.readNBytes(length), UTF_8));
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
