/// What is said about networks: which registries need no TLS, and which proxies lead where.
@NullMarked
package io.jimg.config.network;

import org.jspecify.annotations.NullMarked;
