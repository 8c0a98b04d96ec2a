"""The forms of signing in: django-allauth's, with our words for what is not right."""

from allauth.account import forms

from accounts.plain_words import PlainWords


class LoginForm(PlainWords, forms.LoginForm):
    """E-mail address and password."""


class ReauthenticateForm(PlainWords, forms.ReauthenticateForm):
    """The password once more, before an act that counts."""


class ChangePasswordForm(PlainWords, forms.ChangePasswordForm):
    """The password in use and a new one."""


class ResetPasswordForm(PlainWords, forms.ResetPasswordForm):
    """The address to which the link goes."""


class ResetPasswordKeyForm(PlainWords, forms.ResetPasswordKeyForm):
    """A new password, by the link."""
