"""Every environment variable, its default and its meaning; all faults are told before anything starts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import PydanticUndefined
from sqlalchemy.engine import make_url

from bot import settings_rules as rules


class Fault(NamedTuple):
    """What is wrong with one variable, and what to do about it. Never quotes a secret."""

    variable: str
    problem: str

    def __str__(self) -> str:
        return f"{self.variable} {self.problem}"


class SettingsError(Exception):
    """The environment cannot be used; `faults` has every reason at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Variable(NamedTuple):
    """One row of the README's table; `default` is None for a variable that must be set."""

    name: str
    default: str | None
    meaning: str


def _field(name: str, meaning: str, default: Any = PydanticUndefined) -> Any:
    return Field(default=default, alias=name, description=meaning, validate_default=default is not None)


class Settings(BaseModel):
    """What the environment says. `read` is the way to make one."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, arbitrary_types_allowed=True)

    bot_token: Annotated[SecretStr, BeforeValidator(rules.token("xoxb-", "SLACK_BOT_TOKEN"))] = _field(
        "SLACK_BOT_TOKEN", "The bot user's OAuth token (`xoxb-…`)."
    )
    signing_secret: Annotated[SecretStr | None, BeforeValidator(rules.signing_secret)] = _field(
        "SLACK_SIGNING_SECRET",
        "Proves that requests over HTTP come from Slack. Needed unless Socket Mode is used.",
        None,
    )
    app_token: Annotated[SecretStr | None, BeforeValidator(rules.token("xapp-", "SLACK_APP_TOKEN"))] = _field(
        "SLACK_APP_TOKEN",
        "App-level token (`xapp-…`, scope `connections:write`). Set: Socket Mode instead of HTTP.",
        None,
    )
    api_url: Annotated[str, BeforeValidator(rules.api_url)] = _field(
        "SLACK_API_URL", "Where Slack's Web API is; every client obeys it.", "https://slack.com/api/"
    )
    database_url: Annotated[SecretStr, BeforeValidator(rules.driver_url)] = _field(
        "DATABASE_URL", "`sqlite:///path` or `postgresql://user:password@host/name`.", "sqlite:///ace.db"
    )
    alert_channel: Annotated[str, BeforeValidator(rules.channel)] = _field(
        "ACE_ALERT_CHANNEL",
        "Id or name of the channel that gets each new escalation's card; the bot must be in it.",
    )
    retro_channel: Annotated[str | None, BeforeValidator(rules.channel)] = _field(
        "ACE_RETRO_CHANNEL", "Id or name of the channel for retrospectives. Unset: the alert channel.", None
    )
    port: Annotated[int, BeforeValidator(rules.port)] = _field(
        "PORT", "HTTP port of `run` and of the demo page; 0 takes any that is free.", "3000"
    )
    host: Annotated[str, BeforeValidator(rules.host)] = _field(
        "ACE_HOST",
        "Address to listen on; `0.0.0.0` when a proxy on another machine forwards to ACE.",
        "127.0.0.1",
    )
    policy: Annotated[Path | None, BeforeValidator(rules.policy)] = _field(
        "ACE_POLICY", "Policy file (TOML). Unset: the default that comes with ACE.", None
    )
    log: Annotated[rules.Logging, BeforeValidator(rules.logging)] = _field(
        "ACE_LOG",
        "`debug`, `info`, `warning` or `error`; `info:text` writes lines for people instead of JSON.",
        "info",
    )

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database, with its async driver (and its password)."""
        return self.database_url.get_secret_value()

    @property
    def secrets(self) -> list[str]:
        """Every value that must never be logged."""
        known = (self.bot_token, self.signing_secret, self.app_token)
        password = make_url(self.database).password
        return [value.get_secret_value() for value in known if value] + ([password] if password else [])

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings of an environment; an empty value counts as not set.

        Raises SettingsError with every fault of every variable.
        """
        values = {name: value.strip() for name, value in environ.items() if value.strip()}
        faults = _missing_together(values)
        try:
            settings = cls.model_validate(values)
        except ValidationError as error:
            raise SettingsError(_faults(error) + faults) from None
        if faults:
            raise SettingsError(faults)
        return settings


def database(environ: Mapping[str, str]) -> str:
    """The SQLAlchemy URL alone, for a command that does not talk to Slack; raises SettingsError."""
    field = Settings.model_fields["database_url"]
    try:
        return rules.driver_url(environ.get("DATABASE_URL", "").strip() or field.default)
    except ValueError as error:
        raise SettingsError([Fault("DATABASE_URL", str(error))]) from None


def variables() -> list[Variable]:
    """Every variable in the order of the README's table."""
    return [
        Variable(
            str(field.alias),
            None if field.is_required() else str(field.default or ""),
            field.description or "",
        )
        for field in Settings.model_fields.values()
    ]


def _missing_together(values: Mapping[str, str]) -> list[Fault]:
    faults = []
    if not values.keys() & {"SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"}:
        faults.append(Fault("SLACK_SIGNING_SECRET", f"is not set. {rules.GET['SLACK_SIGNING_SECRET']}"))
    if values.keys() >= {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"}:
        # Bolt reads these two by itself, and then drops the bot token without an error.
        faults.append(
            Fault(
                "SLACK_CLIENT_ID",
                "makes Slack's library ignore SLACK_BOT_TOKEN. Unset it; ACE has no use for it.",
            )
        )
    return faults


def _faults(error: ValidationError) -> list[Fault]:
    faults = []
    for detail in error.errors(include_url=False, include_input=False):
        name = str(detail["loc"][0])
        problem = (
            f"is not set. {rules.GET[name]}" if detail["type"] == "missing" else str(detail["ctx"]["error"])
        )
        faults.append(Fault(name, problem))
    return faults
