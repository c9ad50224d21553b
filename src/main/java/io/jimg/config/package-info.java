/// What users and administrators have set: jimg's own settings, and whose certificates count. What
/// they set for Docker is in `docker`, what they said about networks in `network`.
@NullMarked
package io.jimg.config;

import org.jspecify.annotations.NullMarked;
