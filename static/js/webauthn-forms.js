/* Passkeys: ties the forms marked with data-sv-webauthn to allauth's webauthn.js.
   login: asks the server for a challenge; add and authenticate: the challenge stands in
   the page (data-sv-data). No inline script is needed. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    /* browsers make no passkeys for a numeric address */
    var numeric = /^[\d.]+$|:/.test(location.hostname);
    var able = !numeric && window.PublicKeyCredential && window.allauth && window.allauth.webauthn;
    document.querySelectorAll("form[data-sv-webauthn]").forEach(function (form) {
      var kind = form.dataset.svWebauthn;
      var button = form.querySelector("button[id]");
      var credential = form.querySelector("input[name=credential]");
      var passwordless = form.querySelector("input[name=passwordless]");
      var instead = document.querySelector("[data-sv-webauthn-none]");
      if (!able || !button || !credential) {
        form.hidden = true;
        if (instead) instead.hidden = false;
        return;
      }
      var ids = { credential: credential.id, data: form.dataset.svData };
      ids[kind] = button.id;
      if (passwordless) ids.passwordless = passwordless.id;
      window.allauth.webauthn.forms[kind + "Form"]({ ids: ids });
    });
  });
  document.addEventListener("allauth.error", function (e) {
    var form = document.querySelector("form[data-sv-failed]");
    e.preventDefault();
    if (form && window.SV) window.SV.toast(form.dataset.svFailed, { kind: "bad" });
  });
})();
