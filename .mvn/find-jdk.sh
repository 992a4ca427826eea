# SPDX-License-Identifier: Apache-2.0
# Finds the JDK that Guidon is built and run with. Sourced by ./mvnw and flag-server/dev, so plain sh.
#
#   . .mvn/find-jdk.sh
#   jdk=$(find_jdk) || exit 1          the one for building and for the server
#   oldest=$(find_jdk 17) || exit 1    another release

# Whether $1 is the home of a JDK (not only a runtime) of release $2.
is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q "^JAVA_VERSION=\"$2[\".]" "$1/release"
}

# The home of the java on the path. Some systems put a link there, macOS a stub that asks for the real one.
jdk_on_path() {
  java=$(command -v java) || return 0
  while [ -L "$java" ]; do
    link=$(readlink "$java")
    case $link in
      /*) java=$link ;;
      *) java=$(dirname "$java")/$link ;;
    esac
  done
  dirname "$(dirname "$java")"
}

# Prints the home of the first JDK of release $1, else says what to install.
find_jdk() {
  release=${1:-25}
  for home in \
    "${JAVA_HOME:-}" \
    "$(jdk_on_path)" \
    /usr/lib/jvm/* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
    "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@"$release"/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk "$home" "$release"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  echo "Guidon needs a JDK $release and found none. Install one (for instance Temurin $release) or set JAVA_HOME to it." >&2
  return 1
}
