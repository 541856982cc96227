#include <stddef.h>
#include <oniguruma.h>

/// Compiles a pattern for UTF-8 by Oniguruma's default syntax.
static inline int rationale_onig_new(OnigRegex *regex, const OnigUChar *pattern, size_t count, OnigErrorInfo *error) {
    OnigEncoding encodings[] = {ONIG_ENCODING_UTF8};
    onig_initialize(encodings, 1);
    return onig_new(regex, pattern, pattern + count, ONIG_OPTION_NONE, ONIG_ENCODING_UTF8, ONIG_SYNTAX_DEFAULT, error);
}

/// What an error code means, in at most ONIG_MAX_ERROR_MESSAGE_LEN bytes.
static inline int rationale_onig_message(OnigUChar *message, int code, OnigErrorInfo *error) {
    return error ? onig_error_code_to_str(message, code, error) : onig_error_code_to_str(message, code);
}
