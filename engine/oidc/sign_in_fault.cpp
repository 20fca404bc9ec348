// SPDX-License-Identifier: Apache-2.0
#include "engine/oidc/sign_in_fault.hpp"

#include <stdexcept>
#include <string>

namespace jamhall::oidc {

std::string_view name_of(sign_in_fault fault)
{
    switch (fault) {
    case sign_in_fault::state_wrong: return "state_wrong";
    case sign_in_fault::wrong_provider: return "wrong_provider";
    case sign_in_fault::answer_malformed: return "answer_malformed";
    case sign_in_fault::declined: return "declined";
    case sign_in_fault::provider_unreachable: return "provider_unreachable";
    case sign_in_fault::document_wrong: return "document_wrong";
    case sign_in_fault::keys_wrong: return "keys_wrong";
    case sign_in_fault::code_refused: return "code_refused";
    case sign_in_fault::token_answer_wrong: return "token_answer_wrong";
    case sign_in_fault::token_malformed: return "token_malformed";
    case sign_in_fault::algorithm_refused: return "algorithm_refused";
    case sign_in_fault::key_unknown: return "key_unknown";
    case sign_in_fault::signature_wrong: return "signature_wrong";
    case sign_in_fault::issuer_wrong: return "issuer_wrong";
    case sign_in_fault::audience_wrong: return "audience_wrong";
    case sign_in_fault::subject_wrong: return "subject_wrong";
    case sign_in_fault::token_expired: return "token_expired";
    case sign_in_fault::token_from_the_future: return "token_from_the_future";
    case sign_in_fault::token_too_old: return "token_too_old";
    case sign_in_fault::nonce_wrong: return "nonce_wrong";
    case sign_in_fault::hash_wrong: return "hash_wrong";
    case sign_in_fault::authentication_too_old: return "authentication_too_old";
    case sign_in_fault::userinfo_wrong: return "userinfo_wrong";
    }
    return "unknown";
}

told_as told(sign_in_fault fault)
{
    if (fault == sign_in_fault::declined)
        return told_as::declined;
    return fault == sign_in_fault::provider_unreachable ? told_as::unreachable : told_as::failed;
}

void throw_exception_from_error(sign_in_fault fault, const boost::source_location&)
{
    throw std::logic_error{"nobody signed in: " + std::string{name_of(fault)}};
}

}  // namespace jamhall::oidc
