/// `jimg manifest`: manifests in registries, and lists of them, one class a command.
@NullMarked
package io.jimg.cli.manifest;

import org.jspecify.annotations.NullMarked;
