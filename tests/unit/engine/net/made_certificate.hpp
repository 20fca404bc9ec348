// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>
#include <string>

namespace jamhall::test {

/// A fresh key, and a certificate by itself for names as subjectAltName writes them, valid between two instants.
struct made_certificate {
    std::string certificate;
    std::string key;

    made_certificate(const std::string& names = "DNS:localhost,IP:127.0.0.1", std::time_t begins = 0,
                     std::time_t ends = 4'000'000'000)
    {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair{EVP_EC_gen("P-256"), EVP_PKEY_free};
        const std::unique_ptr<X509, decltype(&X509_free)> made{X509_new(), X509_free};
        X509_set_version(made.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
        ASN1_TIME_set(X509_getm_notBefore(made.get()), begins);
        ASN1_TIME_set(X509_getm_notAfter(made.get()), ends);
        X509_set_pubkey(made.get(), pair.get());
        X509_NAME* const name = X509_get_subject_name(made.get());
        const unsigned char common[] = "jamhall test";
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
        X509_set_issuer_name(made.get(), name);
        X509_EXTENSION* const also =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
        X509_add_ext(made.get(), also, -1);
        X509_EXTENSION_free(also);
        X509_sign(made.get(), pair.get(), EVP_sha256());
        certificate = written([&](BIO* to) { PEM_write_bio_X509(to, made.get()); });
        key = written([&](BIO* to) {
            PEM_write_bio_PrivateKey(to, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }

private:
    template <class Write>
    static std::string written(Write write)
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> to{BIO_new(BIO_s_mem()), BIO_free};
        write(to.get());
        std::string text(64 * 1024, '\0');
        const int size = BIO_read(to.get(), text.data(), static_cast<int>(text.size()));
        text.resize(static_cast<std::size_t>(size));
        return text;
    }
};

}  // namespace jamhall::test
